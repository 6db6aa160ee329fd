export * from '../../../convex/users.ts';
