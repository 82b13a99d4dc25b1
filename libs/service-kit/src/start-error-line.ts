/** Why a service could not start, in one line: the error's message and those of its causes that add something. */
export function startErrorLine(service: string, error: unknown): string {
  return `${service} could not start: ${reasonOf(error)}${isOurs(error) ? '' : ' (UPNEXT_LOG_LEVEL=debug shows where)'}`
}

/** Why a service that ran cannot go on, in one line. */
export function failureLine(service: string, error: unknown): string {
  return `${service} cannot go on: ${reasonOf(error)}`
}

function reasonOf(error: unknown): string {
  const reason = messageWithCauses(error).replaceAll(/\s*\n\s*/g, ' ')
  return isOurs(error) && error instanceof Error ? `${error.name}: ${reason}` : reason
}

/** The error's message, and those of its causes that add something. */
export function messageWithCauses(error: unknown): string {
  return [...messagesOf(error)].join(': ')
}

/** Our own errors say what to do; of others, only the stack says where they come from. */
function isOurs(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('UPNEXT_')
}

function* messagesOf(error: unknown): Generator<string> {
  let said = ''
  for (let at = error; at !== undefined && at !== null; at = at instanceof Error ? at.cause : undefined) {
    const message = messageOf(at)
    // Many messages repeat their cause's already.
    if (!said.includes(message)) yield message
    said += message
  }
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join(', ')
  if (error instanceof Error) return error.message === '' ? error.name : error.message
  return String(error)
}
