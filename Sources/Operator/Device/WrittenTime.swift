package import Telemetry

/// A moment as a file writes it.
package struct WrittenTime: Equatable {
    /// The moment; by UTC where the text names no zone.
    package var time: Timestamp
    /// Seconds that the zone of the text is ahead of UTC; nothing where it names none.
    package var offsetSeconds: Int?

    package init(_ time: Timestamp, offsetSeconds: Int? = nil) {
        self.time = time
        self.offsetSeconds = offsetSeconds
    }
}
