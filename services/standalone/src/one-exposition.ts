import type { Metrics } from '@upnext/service-kit'

/** The metrics of this thread and of the trainer's, in one text. */
export function oneExposition(metrics: Metrics, trainerText: () => Promise<string>): Metrics {
  return {
    ...metrics,
    async expose() {
      const [own, trainer] = await Promise.all([metrics.expose(), trainerText()])
      return { ...own, text: `${own.text}${trainer}` }
    },
  }
}
