export { default } from '../../../convex/http.ts';
