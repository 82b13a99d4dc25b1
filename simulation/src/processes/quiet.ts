/** What processes say of themselves is not looked at here. */
import { createLogger, createMetrics } from '@upnext/service-kit'

export const quietLogger = createLogger({ service: 'simulation', level: 'silent' })

/** One for all incarnations of a service: asking again for a metric gives the one that is there. */
export const metricsOf = {
  collector: createMetrics('event-collector'),
  feature: createMetrics('feature'),
  trainer: createMetrics('trainer'),
}
