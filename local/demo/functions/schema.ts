export { default } from '../../../convex/schema.ts';
