// Which benches `npm run bench -- all` runs, in this order, each by one command.
import { readFileSync } from 'node:fs'

export const PLAN = JSON.parse(readFileSync(new URL('plan.json', import.meta.url), 'utf8'))

/** As somebody would type it. */
export function commandOf({ bench, args = [] }) {
  return ['npm run bench --', bench, ...args, '--json'].join(' ')
}

/** Those of the plan that are named, in its order; all where none is named. Throws where one is not in it. */
export function chosenOf(plan, names) {
  const unknown = names.filter((name) => plan.every(({ bench }) => bench !== name))
  if (unknown.length > 0)
    throw new Error(`--only: there is no ${unknown.join(', ')}; there are ${plan.map(({ bench }) => bench).join(', ')}`)
  return names.length === 0 ? plan : plan.filter(({ bench }) => names.includes(bench))
}
