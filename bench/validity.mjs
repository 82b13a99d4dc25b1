// Whether the machine was quiet enough for figures to say something of the product.
import { figureAt } from './figures.mjs'

/**
 * Compares what was measured before and after a run, and what its own calibrations came to, with the ceilings. `valid` is false where
 * one is below the least share of its ceiling; null where none is that low, but one could not be measured; null, too, where no ceiling
 * corresponds to the bench.
 */
export function judgeRun({ ceilings, least, bench = {}, before, after = {}, result = {} }) {
  const { measured = [], own = [] } = bench
  const checks = [
    ...measured.flatMap((name) => [toCheck(name, 'before', before[name]), toCheck(name, 'after', after[name])]),
    ...own.map(({ ceiling, path }) => toCheck(ceiling, path, { figure: figureAt(result, path) ?? null })),
  ]
  const shares = checks.map(({ share }) => share).filter((share) => share !== null)
  const isNoisy = shares.some((share) => share < least)
  const isSure = checks.length > 0 && shares.length === checks.length
  return { valid: isNoisy ? false : isSure ? true : null, checks }

  function toCheck(ceiling, when, measurement) {
    const figure = measurement?.figure ?? null
    const share = figure === null ? null : Math.round((100 * figure) / ceilings[ceiling].figure) / 100
    return { ceiling, when, figure, share }
  }
}

/**
 * Runs a bench until a run is valid, or cannot be judged, at most so many times. Where the machine is noisy before a run already, that
 * attempt ends there, as long as another one is left. Answers the last run's result, with `valid`, `attempts` and the `ceilings` compared.
 */
export async function runUntilValid({ bench, ceilings, least, attempts, measure, run, pause, say }) {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt >= attempts
    const before = await measure()
    const early = judgeRun({ ceilings, least, bench: { measured: bench?.measured }, before })
    if (early.valid === false && !isLast) {
      say(`the machine is noisy (${below(early)}): waiting, then attempt ${attempt + 1} of ${attempts}`)
      await pause()
      continue
    }
    const result = await run()
    const { valid, checks } = judgeRun({ ceilings, least, bench, before, after: await measure(), result })
    if (valid !== false || isLast) {
      if (valid === false) say(`the run is invalid: ${below({ checks })}`)
      return { ...result, valid, attempts: attempt, ceilings: checks }
    }
    say(`the run is invalid (${below({ checks })}): waiting, then attempt ${attempt + 1} of ${attempts}`)
    await pause()
  }

  function below({ checks }) {
    return checks
      .filter(({ share }) => share !== null && share < least)
      .map(({ ceiling, when, share }) => `${ceiling} (${when}) is at ${share} of its ceiling`)
      .join(', ')
  }
}
