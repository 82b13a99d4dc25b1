// The goals (`goals.json`), and whether a result meets them. Benches and the report judge by this.
import { readFileSync } from 'node:fs'
import { figureAt } from './figures.mjs'

export const GOALS = JSON.parse(readFileSync(new URL('goals.json', import.meta.url), 'utf8'))

/**
 * What a bench's goals say of its result: each with the figure found, the bounds as numbers, and whether they hold. `met` is null where a
 * figure is only reported, without a goal.
 */
export function judgeGoals(bench, result, goals = GOALS) {
  return goals
    .filter((goal) => goal.bench === bench)
    .map(({ path, against, figure: at, unit, goal = null, reach = null }) => {
      const figure = figureAt(result, at) ?? null
      const bounds = { goal: goal && toBound(goal, result), reach: reach && toBound(reach, result) }
      return {
        path,
        against,
        at,
        figure,
        unit,
        ...bounds,
        met: bounds.goal === null ? null : holds(bounds.goal, figure),
        reached: bounds.reach === null ? null : holds(bounds.reach, figure),
      }
    })
}

/**
 * What runs of several benches, `{ bench, result }`, come to: how many goals are met, and in words which are not; the benches that were
 * noise in every attempt, whose goals are not asked about, and those that failed, whose result is null.
 */
export function summaryOf(runs) {
  const of = (some) => some.map(({ bench }) => bench)
  const judged = runs.flatMap(({ result }) => (result === null || result.valid === false ? [] : result.goals))
  return {
    met: judged.filter(({ met }) => met === true).length,
    missed: judged.filter(({ met }) => met === false).map(goalInWords),
    invalid: of(runs.filter(({ result }) => result?.valid === false)),
    failed: of(runs.filter(({ result }) => result === null)),
  }
}

/** What was found, of one goal as `judgeGoals` answers it. */
export function goalInWords({ path, figure, unit }) {
  return `${path}: ${figure === null ? 'no such figure' : `${figure} ${unit}`}`
}

/** Either a number, or times a figure of the same result, and something on top. Not a number where that figure is missing. */
function toBound(bound, result) {
  const [[kind, limit]] = Object.entries(bound)
  if (kind !== 'atMost' && kind !== 'atLeast') throw new Error(`a goal is atMost or atLeast, not ${kind}`)
  if (typeof limit === 'number') return { [kind]: limit }
  const base = figureAt(result, limit.of)
  return { [kind]: base === undefined ? null : Math.round(limit.times * base + limit.plus) }
}

function holds({ atMost, atLeast }, figure) {
  if (figure === null) return false
  if (atLeast !== undefined) return atLeast !== null && figure >= atLeast
  return atMost !== null && figure <= atMost
}
