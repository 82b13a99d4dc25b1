import type { Findings } from '../report/result.ts'

/** What a run finds that kept every promise. */
export const GOOD_FINDINGS: Findings = {
  events: 100,
  told: { acked: 90, rejected: 5, unknown: 5 },
  contradictions: 0,
  traffic: { duplicates: 5, retries: 5, requests: 20, heldBack: 0, misjudged: 0 },
  history: {
    lostFromLog: 0,
    rejectedInLog: 0,
    unsentInLog: 0,
    unknownInLog: 2,
    repeatedInLog: 3,
    lostNumbers: [],
  },
  log: { records: 97, altered: 0, foreign: 0, misplaced: 0 },
  canaries: { inLog: 0, inOutput: 0 },
  deadLetters: 0,
  profiles: { profiles: 10, differing: 0, missingEffects: 0, surplusEffects: 0, examples: [] },
  lag: 0,
  digests: { store: 'a', rebuild: 'a', reference: 'a' },
  positions: { samples: 50, movedBack: 0, pastEnd: 0 },
  positionConflicts: 3,
  recovery: { measured: 4, longestMs: 5_000, lastMs: 3_000 },
  ranking: {
    questions: 1_000,
    retried: 10,
    failed: 1,
    late: 1,
    empty: 0,
    foreign: 0,
    degraded: 20,
    personalized: 800,
  },
  injected: { happened: { 'kill feature': 6, 'kill redis': 2, zombie: 3 }, skipped: [] },
  unplannedExits: {},
}
