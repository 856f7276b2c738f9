/// How many readings are sealed together, so that a segment, which travels whole, takes about a second of the link.
///
/// On a fast link, and while the link is not known, that is as many as the settings allow.
package struct SealingSize {
    /// What a reading took in the segments so far; before the first one, what real data take at most.
    private var bytesPerReading = 2.0

    package init() {}

    /// Takes in a segment that was sealed.
    package mutating func note(bytes: UInt64, readings: Int) {
        guard readings > 0, bytes > 0 else { return }
        bytesPerReading += (Double(bytes) / Double(readings) - bytesPerReading) / 4
    }

    /// The readings of a segment of so many bytes, within what is sensible.
    package func readings(forBytes bytes: Int?, max readingsMax: Int) -> Int {
        guard let bytes else { return readingsMax }
        return min(readingsMax, max(Self.readingsMin, Int(Double(bytes) / bytesPerReading)))
    }

    /// Fewer hardly make a segment smaller: names and times are in each.
    private static let readingsMin = 1_024
}
