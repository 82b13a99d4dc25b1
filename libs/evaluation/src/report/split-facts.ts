/** What was asked, in numbers, and a hash that two evaluations share when they asked the same. */
import { createHash } from 'node:crypto'
import type { Question } from '../protocols/exam.ts'

export interface SplitFacts {
  add(question: Question): void
  skip(reason: string): void
  facts(): SplitCounts
}

export interface SplitCounts {
  /** First 16 hex digits of SHA-256 over the targets: viewer key, item hash and time, in the order of the questions. */
  readonly hash: string
  readonly questions: number
  readonly targets: number
  /** Of viewers without a history: a slice of their own, not in the main figures. */
  readonly coldViewerTargets: number
  readonly skipped: Readonly<Record<string, number>>
}

export function createSplitFacts(): SplitFacts {
  const hash = createHash('sha256')
  const skipped: Record<string, number> = {}
  let questions = 0
  let targets = 0
  let coldViewerTargets = 0
  return {
    add: (question) => {
      for (const item of question.targets) hash.update(`${question.viewer} ${item} ${question.atMs}\n`)
      if (question.query.history.length === 0) {
        coldViewerTargets += question.targets.size
        return
      }
      if (question.targets.size > 0) questions += 1
      targets += question.targets.size
    },
    skip: (reason) => {
      skipped[reason] = (skipped[reason] ?? 0) + 1
    },
    facts: () => ({
      hash: hash.copy().digest('hex').slice(0, 16),
      questions,
      targets,
      coldViewerTargets,
      skipped,
    }),
  }
}
