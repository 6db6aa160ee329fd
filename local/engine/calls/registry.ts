/** The functions that can be called: the folder's, and the server's own. */
import { RefusedError } from './errors.ts';
import { canonicalPath, type DeployedFunction, type FunctionSet } from '../contract/functionSet.ts';

export class Registry {
  /** The functions of the folder. A reload replaces them. */
  current: FunctionSet;
  /** Functions of the server itself, under `_system/`. */
  readonly system = new Map<string, DeployedFunction>();

  constructor(functions: FunctionSet) {
    this.current = functions;
  }

  /** @param path As a client or a function gives it. @throws RefusedError */
  resolve(path: string, seesInternal: boolean): DeployedFunction {
    const canonical = canonicalPath(path);
    const isSystem = canonical.startsWith('_system/');
    const found = isSystem ? this.system.get(canonical) : this.current.functions.get(canonical);
    if (found && (seesInternal || (found.isPublic && !isSystem))) return found;
    const sought = seesInternal ? 'function' : 'public function';
    throw new RefusedError(`Could not find ${sought} for '${canonical}'.`);
  }

  /**
   * @returns the name of a function that can be scheduled, as Convex writes it: `module.js:export`.
   * @throws Error when it does not exist.
   */
  scheduledName(path: string): string {
    const canonical = canonicalPath(path);
    const [module, name = 'default'] = canonical.split(':');
    const { functions } = this.current;
    if (functions.has(canonical)) return `${module}.js:${name}`;
    const moduleExists = [...functions.keys()].some((known) => known.split(':')[0] === module);
    throw new Error(
      moduleExists
        ? `Attempted to schedule function, but no exported function ${name} found in the file: ` +
            `${module}.js. Did you forget to export it?`
        : `Attempted to schedule function at nonexistent path: ${module}.js`,
    );
  }
}
