/** Asks for what people set for rules, previews, sets and takes it away. */

import {
  type PreviewRulesRequest,
  RuleSetting,
  RuleSettingChange,
  RuleSettingPreview,
  type SetRulesRequest,
} from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchJson, searchOf } from './request.ts'

export function fetchRuleSettings(signal?: AbortSignal) {
  return fetchJson(Type.Array(RuleSetting), '/rule-settings', { signal })
}

export function fetchRuleSettingHistory(rule: string, signal?: AbortSignal) {
  const path = `/rule-settings/history${searchOf({ rule })}`
  return fetchJson(Type.Array(RuleSettingChange), path, { signal })
}

export function previewRuleSettings(body: PreviewRulesRequest, signal?: AbortSignal) {
  return fetchJson(RuleSettingPreview, '/rule-settings/preview', { method: 'POST', body, signal })
}

export function setRules(body: SetRulesRequest) {
  return fetchJson(Type.Array(RuleSetting), '/rule-settings', { method: 'POST', body })
}

/** Answers nothing: what holds then is a wider setting or the rule itself. */
export function removeRuleSetting(id: string) {
  return fetchJson(Type.Undefined(), `/rule-settings/${encodeURIComponent(id)}`, {
    method: 'DELETE',
  })
}
