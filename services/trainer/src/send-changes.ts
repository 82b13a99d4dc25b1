/** Sends what has changed since the model in between models: titles, and what is watched of late. What fails is told, and sent again later. */
import type { EventLog } from '@upnext/ports'
import type { LiveCounts } from './counting/live-counts.ts'
import { sendChangedTitles } from './counting/row-sender.ts'
import type { UpdateOrigin } from './counting/row-updates.ts'
import type { TrainerTelemetry } from './telemetry.ts'
import type { TrendCounts } from './trends/trend-counts.ts'
import { createTrendsSender } from './trends/trends-sender.ts'
import type { TrendsPace } from './trends/trends-sender.ts'

export interface ChangesSenderOptions {
  readonly log: EventLog
  readonly updatesTopic: string
  readonly settings: TrendsPace & { readonly titlesPerFlush: number }
  readonly telemetry: Pick<TrainerTelemetry, 'titlesSent' | 'titlesNotSent' | 'trendsSent' | 'trendsNotSent'>
}

/** Neither rejects. */
export interface ChangesSender {
  titles(live: LiveCounts, origin: UpdateOrigin): Promise<void>
  trends(trends: TrendCounts, origin: UpdateOrigin): Promise<void>
}

export function createChangesSender(options: ChangesSenderOptions): ChangesSender {
  const { log, updatesTopic, settings, telemetry } = options
  const titlesSender = { log, updatesTopic, titlesAtOnce: settings.titlesPerFlush }
  const trendsSender = createTrendsSender({ log, updatesTopic, settings })
  return {
    async titles(live, origin) {
      try {
        const sent = await sendChangedTitles(titlesSender, live, origin)
        if (sent > 0) telemetry.titlesSent(sent, live.changedTitles())
      } catch (error) {
        telemetry.titlesNotSent(error)
      }
    },
    async trends(trends, origin) {
      try {
        telemetry.trendsSent(await trendsSender.send(trends, origin))
      } catch (error) {
        telemetry.trendsNotSent(error)
      }
    },
  }
}
