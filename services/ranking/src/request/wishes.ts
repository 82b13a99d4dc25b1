/** What the app wants of an answer besides who it is for: a filter, boosts and pins, compiled and within their limits. */
import type { Pin, Wishes } from '@upnext/contracts'
import { GREATEST_ITEMS, compileFilter } from '@upnext/rows'
import type { TitleFilter } from '@upnext/rows'
import type { TitleBoost } from '../rules/wishes.ts'
import { checkCount, checkId, checkRange, checkText } from './fields.ts'
import type { Violations } from './violation.ts'

export const MOST_BOOSTS = 20
export const MOST_PINS = 10
export const LONGEST_FILTER = 2000
/** Of all boosts together: each is asked about every title that a row has found. */
export const LONGEST_BOOSTS = 2000
const FACTORS = [0.1, 10] as const
/** Room for a row's own name and an id: `because:tt42`. */
const LONGEST_ROW_ID = 512

export interface RequestWishes {
  /** `null`: any title. */
  readonly filter: TitleFilter | null
  readonly boosts: readonly TitleBoost[]
  readonly pins: readonly WishedPin[]
}

export interface WishedPin {
  readonly itemId: string
  /** `null`: the first row of the page that may hold it. */
  readonly rowId: string | null
  /** 0: the first place. */
  readonly position: number
}

export const NO_WISHES: RequestWishes = { filter: null, boosts: [], pins: [] }

export function readWishes(wishes: Wishes | undefined, violations: Violations): RequestWishes {
  if (wishes === undefined) return NO_WISHES
  const { filter, boosts, pins } = wishes
  checkCount(boosts, 'wishes.boosts', MOST_BOOSTS, 'boosts', violations)
  checkCount(pins, 'wishes.pins', MOST_PINS, 'pins', violations)
  // What is too much is not even read: compiling costs.
  const read = boosts.slice(0, MOST_BOOSTS)
  const length = read.reduce((sum, boost) => sum + boost.filter.length, 0)
  if (length > LONGEST_BOOSTS)
    violations.add('wishes.boosts', `expected filters of at most ${LONGEST_BOOSTS} characters together, got ${length}`)
  return {
    filter: filter === '' ? null : readFilter(filter, 'wishes.filter', violations),
    boosts: read.map((boost, i) => {
      const field = `wishes.boosts[${i}]`
      checkRange(boost.factor, `${field}.factor`, FACTORS, violations)
      const fits = length > LONGEST_BOOSTS ? () => false : readFilter(boost.filter, `${field}.filter`, violations)
      return { fits, factor: boost.factor }
    }),
    pins: readPins(pins.slice(0, MOST_PINS), violations),
  }
}

function readFilter(text: string, field: string, violations: Violations): TitleFilter {
  if (text === '') violations.add(field, 'expected an expression, like: "Comedy" in genres')
  else if (text.length > LONGEST_FILTER)
    violations.add(field, `expected at most ${LONGEST_FILTER} characters, got ${text.length}`)
  else {
    const compiled = compileFilter(text)
    if (compiled.ok) return compiled.filter
    violations.add(field, compiled.problem)
  }
  return () => false
}

function readPins(pins: readonly Pin[], violations: Violations): readonly WishedPin[] {
  const taken = new Map<string, number>()
  return pins.map(({ itemId, rowId, position }, i) => {
    const field = `wishes.pins[${i}]`
    checkId(itemId, `${field}.item_id`, violations)
    checkText(rowId, `${field}.row_id`, LONGEST_ROW_ID, violations)
    checkRange(position, `${field}.position`, [0, GREATEST_ITEMS - 1], violations)
    const place = `${position} ${rowId}`
    const first = taken.get(place)
    if (first === undefined) taken.set(place, i)
    else violations.add(field, `expected another place, wishes.pins[${first}] is there already`)
    return { itemId, rowId: rowId === '' ? null : rowId, position }
  })
}
