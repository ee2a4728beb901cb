/** Options that several commands take, and how their values are read. */

import { InvalidArgumentError, Option } from 'commander'

/** As model has them; named here so that help loads nothing. */
export const severityNames = ['critical', 'high', 'medium', 'low', 'info'] as const

export type SetStatus = (status: number) => void

export function formatOption(choices: string[], usual: string): Option {
  return new Option('-f, --format <format>', 'how to print').choices(choices).default(usual)
}

export function positive(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new InvalidArgumentError('Give a whole number above 0.')
}

export function portOption(port: number): Option {
  return new Option('--port <n>', 'the port to listen on').argParser(readPort).default(port)
}

export function readPort(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isInteger(value) && value >= 0 && value <= 65_535) return value
  throw new InvalidArgumentError('A port is a number from 0 to 65535; 0 takes any free one.')
}

export function percentage(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value <= 100) return value
  throw new InvalidArgumentError('Give a number from 0 to 100.')
}

export function collectOneOf<const T extends string>(choices: readonly T[]) {
  return (value: string, values: T[]): T[] => {
    const choice = choices.find((it) => it === value)
    if (choice !== undefined) return [...values, choice]
    throw new InvalidArgumentError(`Allowed are ${choices.join(', ')}.`)
  }
}

export function collect(value: string, values: string[]): string[] {
  return [...values, value]
}
