/**
 * Asks again only where it is asked about something else than the last time. What an answer asks about several times is remembered so, and not
 * in a WeakMap: a map that outlives its keys keeps each of them, and all that was found for it, until the next full collection.
 */
export function rememberLast<Arguments extends readonly unknown[], Value>(
  find: (...args: Arguments) => Value,
): (...args: Arguments) => Value {
  let last: { readonly args: Arguments; readonly value: Value } | null = null
  return (...args) => {
    if (last?.args.every((arg, at) => arg === args[at]) === true) return last.value
    const value = find(...args)
    last = { args, value }
    return value
  }
}
