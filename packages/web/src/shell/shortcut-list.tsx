/** The list of keyboard shortcuts, and the switch that turns the single-key ones off. */

import { Kbd, Modal, Switch } from '@mantine/core'
import { useState } from 'react'
import { areShortcutsOn, setShortcutsOn } from '../elements/shortcuts.ts'
import css from './shell.module.css'

const shortcuts: [keys: string[], what: string][] = [
  [['Ctrl', 'K'], 'Jump to a page, rule or resource'],
  [['/'], 'Go to the query bar'],
  [['J'], 'Next row'],
  [['K'], 'Previous row'],
  [['Enter'], 'Open the row'],
  [['X'], 'Select the row'],
  [['Shift', 'click'], 'Select up to the row'],
  [['E'], 'Accept the open finding'],
  [['Shift', 'F10'], 'Filter, group or copy by the row'],
  [['↑'], 'Earlier queries, in an empty bar'],
  [['Esc'], 'Close what is open'],
  [['G', 'O'], 'Overview'],
  [['G', 'F'], 'Findings'],
  [['G', 'C'], 'Clusters'],
  [['G', 'P'], 'Compliance'],
  [['G', 'R'], 'Rules'],
  [['G', 'I'], 'Inventory'],
  [['G', 'U'], 'Resources'],
  [['G', 'B'], 'Who can do what'],
  [['G', 'E'], 'Exceptions'],
  [['G', 'A'], 'Access'],
  [['G', 'S'], 'System'],
  [['?'], 'This list'],
]

export function ShortcutList({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [isOn, setOn] = useState(areShortcutsOn)
  return (
    <Modal opened={isOpen} onClose={onClose} title="Keyboard shortcuts" size="sm">
      <dl className={css.keys}>
        {shortcuts.map(([keys, what]) => (
          <KeyRow key={what} keys={keys} what={what} />
        ))}
      </dl>
      <Switch
        size="sm"
        checked={isOn}
        label="Use single-key shortcuts"
        onChange={(event) => {
          setShortcutsOn(event.currentTarget.checked)
          setOn(event.currentTarget.checked)
        }}
      />
    </Modal>
  )
}

function KeyRow({ keys, what }: { keys: string[]; what: string }) {
  return (
    <>
      <dt>
        {keys.map((key) => (
          <Kbd key={key} size="sm">
            {key}
          </Kbd>
        ))}
      </dt>
      <dd>{what}</dd>
    </>
  )
}
