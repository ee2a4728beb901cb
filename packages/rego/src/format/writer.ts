/** Writes formatted lines and puts the comments of the source between and behind them. */

import type { Comment, Location } from '../syntax/ast.ts'

/** Thrown where a comment has no place in the layout; what is around it is then left as it was. */
export class UnplacedComment extends Error {}

/** A state of the writer to return to. */
export interface Draft {
  lines: number
  line: string
  level: number
  next: number
  trailing: Comment | undefined
  isDelayed: boolean
}

const INDENT = '\t'

export class Writer {
  /** Finished lines with their breaks. */
  #lines: string[] = []
  /** The line that is being written; of what is taken from the source it may be several. */
  #line = ''
  #level = 0
  #comments: readonly Comment[]
  /** Index of the first comment that is not written. */
  #next = 0
  /** The comment that the current line ends with. */
  #trailing: Comment | undefined
  /** Whether the next line break leaves the trailing comment to the line after it. */
  #isDelayed = false
  readonly source: string
  readonly #lineStarts: number[]

  constructor(source: string, comments: readonly Comment[]) {
    this.source = source
    this.#comments = comments.map((comment) => ({ ...comment, text: comment.text.trimEnd() }))
    this.#lineStarts = [0]
    for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) {
      this.#lineStarts.push(at + 1)
    }
  }

  get isLineStart(): boolean {
    return this.#line === ''
  }

  /** Whether comments are still to be written. */
  get hasComments(): boolean {
    return this.#next < this.#comments.length
  }

  /** Whether a comment waits for the end of the line. */
  get hasTrailing(): boolean {
    return this.#trailing !== undefined
  }

  /** The row of an offset. */
  rowAt(offset: number): number {
    let low = 0
    let high = this.#lineStarts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The row of the last character of a place. */
  endRow(location: Location): number {
    return this.rowAt(Math.max(location.end - 1, location.offset))
  }

  write(text: string): void {
    if (this.isLineStart) this.#line = INDENT.repeat(this.#level)
    this.#line += text
  }

  endLine(): void {
    if (this.#trailing && !this.#isDelayed) {
      this.#line += ` ${printComment(this.#trailing)}`
      this.#trailing = undefined
    }
    this.#isDelayed = false
    this.#lines.push(`${this.#line}\n`)
    this.#line = ''
  }

  /** Ends the line if there is one and leaves a line free. */
  blankLine(): void {
    if (!this.isLineStart) this.endLine()
    if (this.#lines.at(-1) !== '\n') this.#lines.push('\n')
  }

  /** Ends the line, and keeps a comment that belongs to it for the next one. */
  breakSequence(): void {
    this.#isDelayed = true
    this.endLine()
    this.indent()
  }

  indent(): void {
    this.#level++
  }

  dedent(): void {
    this.#level--
  }

  /** Writes the comments that stand above a row, and keeps one that stands in it for the end of the line. */
  commentsBefore(row: number): void {
    let last: Comment | undefined
    for (;;) {
      const comment = this.#comments[this.#next]
      if (!comment || comment.location.row >= row) break
      if (!this.isLineStart) throw new UnplacedComment()
      if (last) this.#separate(last, comment)
      this.#next++
      this.write(printComment(comment))
      this.endLine()
      last = comment
    }
    if (last && row - last.location.row > 1) this.blankLine()
    const comment = this.#comments[this.#next]
    if (comment?.location.row !== row) return
    this.#next++
    if (this.#trailing) throw new UnplacedComment()
    this.#trailing = comment
  }

  #separate(last: Comment, next: Comment): void {
    const isFar = next.location.row - last.location.row > 1
    if (isFar || isHeading(next)) this.blankLine()
  }

  /** The comments between two rows, both excluded, that are still to be written. */
  hasCommentBetween(after: number, before: number): boolean {
    for (let index = this.#next; index < this.#comments.length; index++) {
      const row = this.#comments[index]?.location.row ?? 0
      if (row >= before) return false
      if (row > after) return true
    }
    return false
  }

  /** Whether a comment above a row is still to be written. */
  hasCommentAbove(row: number): boolean {
    const comment = this.#comments[this.#next]
    return comment !== undefined && comment.location.row < row
  }

  /** The comment in a row, which the caller writes. */
  takeComment(row: number): string | undefined {
    const comment = this.#comments[this.#next]
    if (comment?.location.row !== row) return undefined
    this.#next++
    return printComment(comment)
  }

  /** Writes a piece of the source as it is, with the comments in it. */
  writeSource({ offset, end }: Location): void {
    if (this.#trailing && this.#trailing.location.offset < end) this.#trailing = undefined
    this.write(this.source.slice(offset, end))
    for (;;) {
      const comment = this.#comments[this.#next]
      if (!comment || comment.location.offset >= end) return
      this.#next++
    }
  }

  /** Writes what is left. */
  finish(): string {
    if (!this.isLineStart) this.endLine()
    this.commentsBefore(Number.MAX_SAFE_INTEGER)
    return this.#lines.join('').replace(/\n+$/, '\n')
  }

  draft(): Draft {
    return {
      lines: this.#lines.length,
      line: this.#line,
      level: this.#level,
      next: this.#next,
      trailing: this.#trailing,
      isDelayed: this.#isDelayed,
    }
  }

  restore(draft: Draft): void {
    this.#lines.length = draft.lines
    this.#line = draft.line
    this.#level = draft.level
    this.#next = draft.next
    this.#trailing = draft.trailing
    this.#isDelayed = draft.isDelayed
  }
}

function printComment({ text }: Comment): string {
  return `#${text}`
}

function isHeading({ location, text }: Comment): boolean {
  return location.col === 1 && text.trim().startsWith('METADATA')
}
