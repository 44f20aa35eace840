type OfCustomer = { readonly customerId: string };

/** Rows by their customer, where each customer has one. */
export function byCustomer<T extends OfCustomer>(found: readonly T[]): ReadonlyMap<string, T> {
  return new Map(found.map((each) => [each.customerId, each]));
}

/** Rows by their customer, in the order in which they come. */
export function groupByCustomer<T extends OfCustomer>(found: readonly T[]): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of found) {
    const group = groups.get(each.customerId);
    if (group === undefined) groups.set(each.customerId, [each]);
    else group.push(each);
  }
  return groups;
}
