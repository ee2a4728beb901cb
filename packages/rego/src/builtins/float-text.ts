/** Doubles as text in the forms of Go's strconv: `e`, `f`, `g`, `b` and `x`, with any precision. */

/** The decimal digits of a number, `0.digits * 10^point`. */
interface Digits {
  readonly text: string
  readonly point: number
}

export type FloatForm = 'e' | 'E' | 'f' | 'g' | 'G' | 'b' | 'x' | 'X'

/** A finite double; a precision of -1 asks for the fewest digits that read back as the same number. */
export function formatFloat(value: number, form: FloatForm, precision: number): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const size = Math.abs(value)
  switch (form) {
    case 'b':
      return sign + formatBinary(size)
    case 'x':
      return sign + formatHex(size, precision)
    case 'X':
      return sign + formatHex(size, precision).toUpperCase()
    case 'f':
      return sign + formatFixed(size, precision)
    case 'e':
      return sign + formatExponent(size, precision)
    case 'E':
      return (sign + formatExponent(size, precision)).toUpperCase()
    case 'g':
      return sign + formatGeneral(size, precision)
    case 'G':
      return (sign + formatGeneral(size, precision)).toUpperCase()
  }
}

function formatFixed(value: number, precision: number): string {
  const exact = precision < 0 ? shortest(value) : rounded(value, (point) => point + precision)
  const places = precision < 0 ? Math.max(exact.text.length - exact.point, 0) : precision
  return fixed(exact, places)
}

function fixed({ text, point }: Digits, places: number): string {
  const whole = point > 0 ? text.slice(0, point).padEnd(point, '0') : '0'
  if (places === 0) return whole
  const fraction = point > 0 ? text.slice(point) : '0'.repeat(Math.min(-point, places)) + text
  return `${whole}.${fraction.padEnd(places, '0').slice(0, places)}`
}

function formatExponent(value: number, precision: number): string {
  const digits = precision < 0 ? shortest(value) : rounded(value, () => precision + 1)
  return exponential(digits, precision < 0 ? digits.text.length - 1 : precision)
}

function exponential({ text, point }: Digits, places: number): string {
  const fraction = places > 0 ? `.${text.slice(1, places + 1).padEnd(places, '0')}` : ''
  const exponent = text === '' ? 0 : point - 1
  const power = String(Math.abs(exponent)).padStart(2, '0')
  return `${text.charAt(0) || '0'}${fraction}e${exponent < 0 ? '-' : '+'}${power}`
}

function formatGeneral(value: number, precision: number): string {
  const wanted = precision === 0 ? 1 : precision
  const digits = wanted < 0 ? shortest(value) : rounded(value, () => wanted)
  const count = digits.text.length
  let limit = wanted < 0 ? 6 : wanted
  if (wanted > count && count >= digits.point) limit = count
  const exponent = digits.point - 1
  if (exponent < -4 || exponent >= limit) return exponential(digits, Math.max(count - 1, 0))
  return fixed(digits, Math.max(count - digits.point, 0))
}

const shortText = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/

function shortest(value: number): Digits {
  const [, whole = '', fraction = '', power = '0'] = shortText.exec(String(value)) ?? []
  return trimmed(whole + fraction, whole.length + Number(power))
}

/** Without zeros at either end. */
function trimmed(text: string, point: number): Digits {
  const start = text.search(/[1-9]/)
  if (start < 0) return { text: '', point: 0 }
  return { text: text.slice(start).replace(/0+$/, ''), point: point - start }
}

/** The digits up to a place, counted from the first one; ties go to the even digit. */
function rounded(value: number, length: (point: number) => number): Digits {
  const exact = expand(value)
  const kept = length(exact.point)
  if (kept >= exact.text.length) return exact
  if (kept < 0) return { text: '', point: 0 }
  const next = exact.text.charCodeAt(kept) - 48
  const tie = next === 5 && kept + 1 === exact.text.length
  const odd = kept > 0 && exact.text.charCodeAt(kept - 1) % 2 === 1
  const head = exact.text.slice(0, kept)
  if (tie ? !odd : next < 5) return trimmed(head, exact.point)
  const up = String(BigInt(`0${head}`) + 1n).padStart(kept, '0')
  return trimmed(up, exact.point + up.length - kept)
}

function expand(value: number): Digits {
  const { mantissa, exponent } = parts(value)
  if (mantissa === 0n) return { text: '', point: 0 }
  if (exponent >= 0) {
    const text = String(mantissa << BigInt(exponent))
    return trimmed(text, text.length)
  }
  const text = String(mantissa * 5n ** BigInt(-exponent))
  return trimmed(text, text.length + exponent)
}

const buffer = new DataView(new ArrayBuffer(8))

/** `mantissa * 2^exponent`, with the mantissa's 53 bits as the double has them. */
function parts(value: number): { mantissa: bigint; exponent: number } {
  buffer.setFloat64(0, value)
  const bits = buffer.getBigUint64(0)
  const fraction = bits & ((1n << 52n) - 1n)
  const biased = Number((bits >> 52n) & 0x7ffn)
  if (biased === 0) return { mantissa: fraction, exponent: -1074 }
  return { mantissa: fraction | (1n << 52n), exponent: biased - 1075 }
}

function formatBinary(value: number): string {
  const { mantissa, exponent } = parts(value)
  return `${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`
}

function formatHex(value: number, precision: number): string {
  let { mantissa, exponent } = parts(value)
  if (mantissa === 0n) exponent = -52
  while (mantissa !== 0n && mantissa < 1n << 52n) {
    mantissa <<= 1n
    exponent--
  }
  if (precision >= 0 && precision < 13) {
    const shift = BigInt(52 - precision * 4)
    const half = 1n << (shift - 1n)
    const rest = mantissa & ((1n << shift) - 1n)
    let kept = mantissa >> shift
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n
    mantissa = kept << shift
    if (mantissa >= 1n << 53n) {
      mantissa >>= 1n
      exponent++
    }
  }
  const hex = mantissa.toString(16).padStart(14, '0')
  const rest = hex.slice(1)
  const fraction = precision < 0 ? rest.replace(/0+$/, '') : rest.padEnd(precision, '0')
  const kept = precision < 0 ? fraction : fraction.slice(0, precision)
  const power = exponent + 52
  const point = kept === '' ? '' : `.${kept}`
  return `0x${hex.charAt(0)}${point}p${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}
