export { default } from '../../../convex/crons.ts';
