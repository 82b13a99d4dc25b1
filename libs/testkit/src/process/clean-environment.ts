/** Settings that would make a child behave unlike one that a user starts. */
const OURS = /^(UPNEXT_|NODE_OPTIONS$|NODE_ENV$|JEST_|npm_)/

/** Our environment without settings of Upnext, of Node and of the test runner, and then what is given. */
export function cleanEnvironment(given: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !OURS.test(name))
  return { ...Object.fromEntries(inherited), ...given }
}
