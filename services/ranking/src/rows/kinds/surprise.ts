/**
 * Titles drawn by chance, from what fits the viewer but is not among the best, and from what hardly anybody knows.
 *
 * Each place draws one of the titles that are left: title i with probability w(i) / sum of w over those left, w(i) = e^(s(i) / T)
 * with s its score as a share of the greatest of its kind. That is its propensity: of its place, given what was drawn before. All are
 * drawn, to the last: where other rows of the page take some away, the order of the others is as if those had never been in the draw
 * (Luce's choice axiom), and their propensities are those of a draw without them.
 */
import { ReasonType } from '@upnext/contracts'
import type { Random } from '@upnext/recsys'
import type { Candidate } from '../candidate.ts'
import { fact } from '../fact.ts'
import { climbLadder, listRung } from '../ladder.ts'
import { extended } from '../extended.ts'
import type { RowContext, RowDraft, RowMaker } from '../row-maker.ts'
import { randomOf } from '../seed.ts'
import { titleOf } from '../titles.ts'
import { unknownTitles } from '../unknown-titles.ts'

/** The best are in other rows: no surprise. */
const BEST = 20
/** T: the likeliest title is e^(1 / T), about 7 times, as likely as one whose score is next to nothing. */
const TEMPERATURE = 0.5

const causes = [fact(ReasonType.REASON_TYPE_EXPLORATION)]

interface Ticket {
  readonly candidate: Candidate
  readonly weight: number
}

export const surprise: RowMaker<'surprise'> = (spec, context) => {
  const tickets = ticketsOf(context)
  if (tickets.length === 0) return []
  const drawn = inOrderOfChance(tickets, randomOf(`${context.seed} ${spec.id}`))
  const odds = oddsOf(tickets)
  // All that could have been drawn: probabilities are among those that the page leaves.
  const depth = Math.max(context.depth, drawn.length)
  const candidates = climbLadder({ ...context, depth }, { own: [listRung(() => odds(drawn))], fill: spec.fill })
  // Propensities belong to places.
  return [{ rowId: spec.id, title: titleOf(spec, 'surprise'), candidates, odds, inOrder: true }]
}

function ticketsOf({ shelf, history, scored, allows, isResumed }: RowContext): Ticket[] {
  const fitting = scored()
  const isFitting = new Set(fitting.map(({ title }) => title))
  const unknown = shelf === null ? [] : unknownTitles(shelf, history, (title) => !isFitting.has(title) && allows(title))
  // What is left of a row is without the page's best already.
  return [...weighed(fitting.slice(isResumed ? 0 : BEST)), ...weighed(unknown)]
}

function weighed(candidates: readonly Candidate[]): Ticket[] {
  const greatest = candidates.reduce((most, { score }) => Math.max(most, score), 0)
  if (greatest <= 0) return []
  return candidates.map((candidate) => ({ candidate, weight: Math.exp(candidate.score / greatest / TEMPERATURE) }))
}

/** One draw after another, all at once: whoever waits an exponential time at the rate of their weight comes in such an order. */
function inOrderOfChance(tickets: readonly Ticket[], random: Random): readonly Candidate[] {
  const arriving = tickets.map(({ candidate, weight }) => ({ candidate, atMoment: -Math.log1p(-random()) / weight }))
  arriving.sort((a, b) => a.atMoment - b.atMoment)
  return arriving.map(({ candidate }, place) => ({ ...candidate, score: 1 / (place + 1), causes }))
}

/** What was drawn has its weight's share of what is left; what only fills the row up stays as it is. */
function oddsOf(tickets: readonly Ticket[]): NonNullable<RowDraft['odds']> {
  const weights = new Map(tickets.map(({ candidate, weight }) => [candidate.title.hash, weight]))
  const weightOf = ({ title, step, pinnedAt }: Candidate): number =>
    step === undefined && pinnedAt === undefined ? (weights.get(title.hash) ?? 0) : 0
  return (left) => {
    // Summed from the end, so that the last one's share is 1 and no rounding is left over.
    const totals = new Float64Array(left.length + 1)
    const own = left.map(weightOf)
    for (let at = left.length - 1; at >= 0; at--) totals[at] = (totals[at + 1] ?? 0) + (own[at] ?? 0)
    return left.map((candidate, at) => {
      const weight = own[at] ?? 0
      return weight === 0 ? candidate : extended(candidate, { propensity: weight / (totals[at] ?? weight) })
    })
  }
}
