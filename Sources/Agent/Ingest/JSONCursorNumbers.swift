internal import Glibc

extension JSONCursor {
    /// Reads a number; one too large for a `Double` is infinite, which the caller refuses.
    ///
    /// Up to 19 digits whose value fits 2⁵³, scaled by at most 10²², are exact with one multiplication or division
    /// (Clinger 1990); others go to the C library.
    @inline(__always)
    mutating func number() throws(ScanFault) -> Double {
        let start = position
        let isNegative = take(UInt8(ascii: "-"))
        let first = position
        var mantissa: UInt64 = 0
        digits(into: &mantissa)
        var digitCount = position - first
        guard digitCount > 0 else { throw .notJSON }
        if digitCount > 1, slice(first, first + 1)[0] == UInt8(ascii: "0") { throw .notJSON }
        var exponent = 0
        if take(UInt8(ascii: ".")) {
            let fraction = position
            digits(into: &mantissa)
            exponent = fraction - position
            guard exponent < 0 else { throw .notJSON }
            digitCount -= exponent
        }
        if peek | 0x20 == UInt8(ascii: "e") { exponent += try self.exponent() }
        guard digitCount <= 19, mantissa <= 1 << 53, (-22...22).contains(exponent) else { return slowly(from: start) }
        let whole = Double(mantissa)
        let value =
            exponent < 0
            ? whole / Self.powersOfTen[-exponent] : exponent > 0 ? whole * Self.powersOfTen[exponent] : whole
        return isNegative ? -value : value
    }

    /// Adds digits to a number; beyond 19 of them it wraps, and their count tells.
    @inline(__always)
    private mutating func digits(into mantissa: inout UInt64) {
        while let word = nextWord, Self.isEightDigits(word) {
            mantissa = mantissa &* 100_000_000 &+ Self.eightDigits(word)
            position += 8
        }
        while true {
            let digit = peek &- UInt8(ascii: "0")
            guard digit < 10 else { return }
            mantissa = mantissa &* 10 &+ UInt64(digit)
            position += 1
        }
    }

    @inline(__always)
    private static func isEightDigits(_ word: UInt64) -> Bool {
        let high = word & 0xF0F0_F0F0_F0F0_F0F0
        return high == 0x3030_3030_3030_3030 && (word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0 == high
    }

    /// The value of eight digits in three multiplications: pairs, then fours, then all (Lemire 2018).
    @inline(__always)
    private static func eightDigits(_ word: UInt64) -> UInt64 {
        let digits = word &- 0x3030_3030_3030_3030
        let pairs = (digits &* 10 &+ digits >> 8) & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* 100 &+ pairs >> 16) & 0x0000_FFFF_0000_FFFF
        return (fours &* 10_000 &+ fours >> 32) & 0xFFFF_FFFF
    }

    private mutating func exponent() throws(ScanFault) -> Int {
        position += 1
        let isNegative = take(UInt8(ascii: "-"))
        if !isNegative { _ = take(UInt8(ascii: "+")) }
        let first = position
        var value = 0
        while true {
            let digit = peek &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            // 100 000 is beyond any Double already; more digits change nothing.
            value = min(value * 10 + Int(digit), 100_000)
            position += 1
        }
        guard position > first else { throw .notJSON }
        return isNegative ? -value : value
    }

    /// The C library's reading of the number that ends here; its text is copied, because it must end with a zero.
    private func slowly(from start: Int) -> Double {
        let text = slice(start, position)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { copy in
            for index in text.indices { copy[index] = CChar(bitPattern: text[index]) }
            copy[text.count] = 0
            return copy.baseAddress.map { strtod($0, nil) } ?? .nan
        }
    }

    private static let powersOfTen: InlineArray<23, Double> = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20,
        1e21, 1e22,
    ]
}
