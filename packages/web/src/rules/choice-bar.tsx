/** The rules that are chosen in the table, and what can be done with them at once. */

import type { Rule } from '@evenkeel/model'
import { Button } from '@mantine/core'
import { useState } from 'react'
import css from '../elements/data-table.module.css'
import { countOf } from '../elements/numbers.ts'
import { useMayDo } from '../session/role.ts'
import { SettingDialog } from './setting-dialog.tsx'

export function useChoice(rules: readonly Rule[]) {
  const mayWrite = useMayDo('rules.write')
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  return {
    ids: mayWrite ? ids : undefined,
    rules: rules.filter((it) => ids.has(it.id)),
    toggle: (id: string) =>
      setIds((it) => new Set(it.has(id) ? [...it].filter((one) => one !== id) : [...it, id])),
    clear: () => setIds(new Set()),
  }
}

/** The dialog shows the effect first. */
export function ChoiceBar({ choice }: { choice: ReturnType<typeof useChoice> }) {
  const [state, setState] = useState<'disabled' | 'enabled' | undefined>()
  if (choice.rules.length === 0) return null
  return (
    <div className={css.tools}>
      <strong>{countOf(choice.rules.length, 'rule')} chosen</strong>
      <Button size="xs" variant="default" onClick={() => setState('disabled')}>
        Disable
      </Button>
      <Button size="xs" variant="default" onClick={() => setState('enabled')}>
        Enable
      </Button>
      <Button size="xs" variant="subtle" onClick={choice.clear}>
        Choose none
      </Button>
      <SettingDialog
        isOpen={state !== undefined}
        rules={choice.rules}
        state={state}
        onClose={() => setState(undefined)}
      />
    </div>
  )
}
