/** The routes that exist, to tell a wrong method (405) from a wrong path (404). */
export class AllowedMethods {
  private readonly routes: { readonly path: RegExp; readonly method: string }[] = [];

  /** `path` as the router has it: `/offers/:id/letter.pdf`, `/admin/*`. */
  add(path: string, method: string): void {
    this.routes.push({ path: patternOf(path), method });
  }

  /** The methods of a path, in alphabetical order; none when nothing is there. */
  of(path: string): readonly string[] {
    const found = this.routes.filter((route) => route.path.test(path)).map((route) => route.method);
    return [...new Set(found)].toSorted();
  }
}

function patternOf(path: string): RegExp {
  const parts = path.split(/(:\w+|\*)/).map((part) => {
    if (part === '*') return '.*';
    return part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
}
