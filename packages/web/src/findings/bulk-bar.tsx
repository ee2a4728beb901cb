/** What can be done with the selected findings: accept them, take them elsewhere. */

import { Button, CloseButton, Menu } from '@mantine/core'
import { IconDownload, IconShieldCheck, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { exportAddress } from '../api/findings.ts'
import { countOf } from '../elements/numbers.ts'
import { ExceptionDialog } from '../exceptions/exception-dialog.tsx'
import { useMayDo } from '../session/role.ts'
import { AssignDialog } from './assign-dialog.tsx'
import css from './bulk-bar.module.css'
import { exportFormats } from './export-menu.tsx'
import { selectionQuery } from './selection-query.ts'
import type { FindingsState } from './use-findings-state.ts'
import type { Selection } from './use-selection.ts'

interface BulkBarProps {
  state: FindingsState
  selection: Selection
  total: number
}

export function BulkBar({ state, selection, total }: BulkBarProps) {
  const [isAccepting, setAccepting] = useState(false)
  const [isAssigning, setAssigning] = useState(false)
  const mayAssign = useMayDo('findings.discuss')
  const mayAccept = useMayDo('exceptions.request')
  const { count, isAll, clear, selectAll } = selection
  if (count === 0) return null
  const q = isAll ? state.effective : selectionQuery(selection.findings)
  // Without any query there is nothing that an exception could be limited to.
  const mayAcceptThese = mayAccept && state.at === undefined && q !== undefined && q !== ''
  return (
    <section className={css.bar} aria-label="Selected findings">
      <CloseButton size={26} aria-label="Select none" onClick={clear} />
      <strong role="status">{countOf(count, 'finding')} selected</strong>
      {!isAll && count < total && (
        <Button variant="subtle" onClick={selectAll}>
          Select all {countOf(total, 'finding')} that match
        </Button>
      )}
      {q === undefined && (
        <span className={css.note}>Too many to name; select all that match.</span>
      )}
      <span className={css.space} />
      {mayAssign && state.at === undefined && q !== undefined && q !== '' && (
        <Button
          variant="default"
          leftSection={<IconUserPlus size={15} />}
          onClick={() => setAssigning(true)}
        >
          Assign…
        </Button>
      )}
      {mayAcceptThese && (
        <Button
          variant="default"
          leftSection={<IconShieldCheck size={15} />}
          onClick={() => setAccepting(true)}
        >
          Accept…
        </Button>
      )}
      {q !== undefined && <ExportSelected q={q} state={state} />}
      {q !== undefined && (
        <AssignDialog
          isOpen={isAssigning}
          query={q}
          count={count}
          onClose={() => setAssigning(false)}
        />
      )}
      {q !== undefined && (
        <ExceptionDialog isOpen={isAccepting} query={q} onClose={() => setAccepting(false)} />
      )}
    </section>
  )
}

function ExportSelected({ q, state: { sort, at } }: { q: string; state: FindingsState }) {
  return (
    <Menu position="top-end" width={180}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} />}>
          Export selected
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {exportFormats.map(({ format, label, Icon }) => (
          <Menu.Item
            key={format}
            component="a"
            href={exportAddress({ q, sort, at, format })}
            download
            leftSection={<Icon size={15} />}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
