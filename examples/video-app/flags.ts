import { parseArgs } from 'node:util'
import { LANGUAGES } from './words.ts'
import type { Language } from './words.ts'

export interface AppFlags {
  readonly viewer: string
  readonly country: string | undefined
  readonly kids: boolean | undefined
  readonly device: string
  readonly page: string
  readonly item: string
  readonly language: Language
  readonly ranking: string
  readonly collector: string
}

export const USAGE = `node examples/dist/video-app.js --viewer demo-viewer-01 [--country DE] [--kids] [--device tv|web|phone]
  [--page home|title] [--item <id>] [--language en|de] [--ranking host:port] [--collector url]`

export class UsageError extends Error {}

/** Throws a {@link UsageError} that says what is wrong. */
export function readFlags(args: readonly string[]): AppFlags {
  const values = valuesOf(args)
  const language = LANGUAGES.find((known) => known === values.language)
  if (language === undefined) throw new UsageError(`--language: this app speaks ${LANGUAGES.join(' and ')}`)
  return { ...values, language, country: values.country, kids: values.kids }
}

function valuesOf(args: readonly string[]) {
  const parse = () =>
    parseArgs({
      args: [...args],
      options: {
        viewer: { type: 'string', default: 'demo-viewer-01' },
        country: { type: 'string' },
        kids: { type: 'boolean' },
        device: { type: 'string', default: 'web' },
        page: { type: 'string', default: 'home' },
        item: { type: 'string', default: '' },
        language: { type: 'string', default: 'en' },
        ranking: { type: 'string', default: '127.0.0.1:50051' },
        collector: { type: 'string', default: 'http://127.0.0.1:8080' },
      },
    })
  try {
    return parse().values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'wrong flags', { cause: error })
  }
}
