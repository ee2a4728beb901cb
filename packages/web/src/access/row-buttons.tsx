/** What may be done with a row: change it, where it may be changed, and remove it. */

import { Button } from '@mantine/core'

interface RowButtonsProps {
  name: string
  onChange?: (() => void) | undefined
  onRemove: () => void
}

export function RowButtons({ name, onChange, onRemove }: RowButtonsProps) {
  return (
    <Button.Group>
      {onChange && <RowButton word="Change" name={name} onClick={onChange} />}
      <RowButton word="Remove" name={name} onClick={onRemove} />
    </Button.Group>
  )
}

function RowButton({ word, name, onClick }: { word: string; name: string; onClick: () => void }) {
  return (
    <Button size="compact-xs" variant="default" aria-label={`${word} ${name}`} onClick={onClick}>
      {word}
    </Button>
  )
}
