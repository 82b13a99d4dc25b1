/** What came of a training, for people. */
import type { TrainingAnswer } from '@upnext/standalone/client'

export function trainingLines(answer: TrainingAnswer): string[] {
  const { outcome, model_id: id, titles, viewers, events, seconds, problem, tuning } = answer
  if (outcome === 'unsound') return [`No model: the new one is not sound and was not published: ${problem ?? ''}`]
  if (id === null) return [`No model: ${events} events are too few to learn from`]
  const found = `Model ${id}: ${titles} titles from ${events} events of ${viewers} viewers, in ${seconds.toFixed(1)} s`
  return tuning === null ? [found] : [found, tuningLine(tuning)]
}

export const FIRST_MODEL = 'A first model, not tuned yet: a tuned one follows by itself'

/** In one line: how it was judged, how the two kinds of weights did, and what is in use now. */
export function tuningLine({ kind, learned, blend, adopted, winner }: NonNullable<TrainingAnswer['tuning']>): string {
  if (kind === 'untuned') return FIRST_MODEL
  if (kind === 'too-few') return 'Not tuned: too few plays to choose settings by'
  const judgedOn = kind === 'time' ? 'the newest plays' : 'a random part of the plays'
  const [weights, plain] = [`${digits(learned)} with learned weights`, `${digits(blend)} without`]
  const used = adopted ? 'learned weights are used' : 'learned weights are not used'
  const against = { challenger: '; better than before', incumbent: '; what was in use before does better and stays' }
  return `Tuned on ${judgedOn}: NDCG@20 ${weights}, ${plain}: ${used}${winner === null ? '' : against[winner]}`
}

function digits(value: number | null): string {
  return value === null ? 'unknown' : value.toFixed(4)
}
