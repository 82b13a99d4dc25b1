import type { RowDocument } from './rows-schema.ts'

export interface ListSettings {
  readonly diversity: number
  readonly calibration: number
  readonly popularity: number
  readonly fatigue: number
  readonly exploration: number
}

/** As a row or a variant says them: what is absent comes from elsewhere. */
export type ListChanges = NonNullable<RowDocument['list']>

/** What holds where `changes` say something, and where they do not. Of a row, the row's own changes come over those of its variant. */
export function changedList(list: ListSettings, changes: ListChanges): ListSettings {
  return {
    diversity: changes.diversity ?? list.diversity,
    calibration: changes.calibration ?? list.calibration,
    popularity: changes.popularity ?? list.popularity,
    fatigue: changes.fatigue ?? list.fatigue,
    exploration: changes.exploration ?? list.exploration,
  }
}
