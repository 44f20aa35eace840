/** Holds concurrent work of a test back until another part of it says so. */
export type Gate = { readonly passed: Promise<void>; readonly open: () => void };

export function gate(): Gate {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}
