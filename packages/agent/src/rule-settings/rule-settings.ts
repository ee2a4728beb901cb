/** What people set for the rules on the server, as the agent evaluates by it. */

import { type EvaluatorOptions, fitRuleSettings, type RuleSet } from '@evenkeel/benchmarks'
import { AgentSettings, type CoverageGap } from '@evenkeel/model'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { FetchedSettings, Publisher } from '../publisher/publisher.ts'
import { readIfThere, writeWhole } from '../spool/whole-file.ts'

export interface RuleSettings {
  /** Asks the server. Never throws: what was known before goes on to hold, and `gaps` says so. */
  refresh(signal?: AbortSignal): Promise<void>
  /** For the evaluator; empty where nothing is known. */
  optionsFor(ruleSet: RuleSet): Partial<Pick<EvaluatorOptions, 'disabledRules' | 'parameters'>>
  /** By which is evaluated; undefined where nothing is known. */
  version(): string | undefined
  gaps(): CoverageGap[]
  /** The latest request for a look at everything that was known at the last refresh. */
  requestedAt(): string | undefined
  /** The server says which hold there; true once for each that is not the one of here. */
  isNews(version: string | undefined): boolean
}

/** A cycle waits no longer for a server that takes the question and is silent. */
const waitMsUsual = 5_000

export interface RuleSettingsOptions {
  publisher: Pick<Publisher, 'fetchSettings'>
  /** How long an answer is waited for; undefined for what is usual. */
  waitMs?: number | undefined
  /** Where they are kept over restarts; in memory alone without it. */
  file?: string | undefined
}

const Kept = Type.Object({ etag: Type.String(), settings: AgentSettings })

export async function openRuleSettings({
  publisher,
  file,
  waitMs = waitMsUsual,
}: RuleSettingsOptions): Promise<RuleSettings> {
  let held: FetchedSettings | undefined = file ? await readKept(file) : undefined
  let trouble: string | undefined
  let mistakes: string[] = []
  let heard: string | undefined
  return {
    async refresh(signal) {
      const timeout = AbortSignal.timeout(waitMs)
      const during = signal ? AbortSignal.any([signal, timeout]) : timeout
      try {
        const fetched = await publisher.fetchSettings(held?.etag, during)
        trouble = undefined
        if (!fetched) return
        held = fetched
        // On a disk that takes nothing they live as long as the process.
        if (file) await writeWhole(file, JSON.stringify(fetched)).catch(() => undefined)
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        trouble = timeout.aborted ? 'The server left the question without an answer.' : reason
      }
    },
    optionsFor(ruleSet) {
      if (!held) return {}
      const fitted = fitRuleSettings(ruleSet, held.settings)
      mistakes = fitted.mistakes.map(({ rule, reason }) => `${rule}: ${reason}`)
      return fitted.options
    },
    version: () => held?.settings.version,
    requestedAt: () => held?.settings.evaluate_at,
    gaps: () => [
      ...(trouble === undefined ? [] : [toGap(`${trouble} ${held ? keptOnes : noneYet}`)]),
      ...mistakes.map(toGap),
    ],
    isNews(version) {
      if (version === undefined || version === held?.settings.version || version === heard) {
        return false
      }
      heard = version
      return true
    },
  }
}

const keptOnes = 'What was set for rules before goes on to hold.'
const noneYet = 'Rules run as they are by themselves.'

function toGap(reason: string): CoverageGap {
  const none = { resource_type: null, sub_type: null, node: null }
  return { collector: 'rule-settings', source: 'GET /api/v1/agent/settings', reason, ...none }
}

/** Undefined where there is none, or one that cannot be read: the server is asked for all of it. */
async function readKept(file: string): Promise<FetchedSettings | undefined> {
  try {
    const content = await readIfThere(file)
    const value: unknown = content && JSON.parse(content.toString('utf8'))
    return Value.Check(Kept, value) ? value : undefined
  } catch {
    return undefined
  }
}
