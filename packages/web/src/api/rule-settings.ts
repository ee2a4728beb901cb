/** Asks for what people set for rules, previews, sets and takes it away. */

import {
  type PreviewRulesRequest,
  RuleSetting,
  RuleSettingChange,
  RuleSettingPreview,
  type SetRulesRequest,
} from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchJson, fetchTagged, searchOf, type Tagged } from './request.ts'

/** All of them as they were read, for writing over nothing else. */
export type SeenSettings = Tagged<RuleSetting[]>

export function fetchRuleSettings(signal?: AbortSignal): Promise<SeenSettings> {
  return fetchTagged(Type.Array(RuleSetting), '/rule-settings', { signal })
}

export function fetchRuleSetting(id: string): Promise<Tagged<RuleSetting>> {
  return fetchTagged(RuleSetting, pathOf(id))
}

/** The last change of each rule that anybody ever set. */
export function fetchLastChanges(signal?: AbortSignal) {
  const path = '/rule-settings/history?last=true'
  return fetchJson(Type.Array(RuleSettingChange), path, { signal })
}

export function fetchRuleSettingHistory(rule: string, signal?: AbortSignal) {
  const path = `/rule-settings/history${searchOf({ rule })}`
  return fetchJson(Type.Array(RuleSettingChange), path, { signal })
}

export function previewRuleSettings(body: PreviewRulesRequest, signal?: AbortSignal) {
  return fetchJson(RuleSettingPreview, '/rule-settings/preview', { method: 'POST', body, signal })
}

export function setRules(body: SetRulesRequest, ifMatch: string | null) {
  const options = { method: 'POST', body, ifMatch } as const
  return fetchJson(Type.Array(RuleSetting), '/rule-settings', options)
}

/** Answers nothing: what holds then is a wider setting or the rule itself. */
export function removeRuleSetting(id: string, ifMatch: string | null) {
  return fetchJson(Type.Undefined(), pathOf(id), { method: 'DELETE', ifMatch })
}

const pathOf = (id: string) => `/rule-settings/${encodeURIComponent(id)}`
