/// The clock of a file, by the offsets from UTC that its times carry.
struct FileClock {
    private enum Offsets: Equatable {
        case none
        case one(Int?)
        case several(Int?, Int?)
    }

    private var offsets = Offsets.none

    /// Counts a time; nothing where it names no zone.
    mutating func add(_ offsetSeconds: Int?) {
        switch offsets {
        case .none: offsets = .one(offsetSeconds)
        case .one(let first) where first != offsetSeconds: offsets = .several(first, offsetSeconds)
        case .one, .several: break
        }
    }

    /// Minutes that it is ahead of UTC; nothing where times name no zone, or not the same.
    var zoneMinutes: Int? {
        guard case .one(let seconds?) = offsets else { return nil }
        return seconds / 60
    }

    /// What a person is told who did not say which clock the file goes by; nothing where there is nothing to choose.
    var note: String? {
        switch offsets {
        case .one(let seconds?) where seconds != 0:
            return "its times carry \(Self.text(seconds)), which is taken for its clock; see --zone"
        case .several(let first, let other):
            let both = [first, other].map(Self.text).joined(separator: " and ")
            return "its times carry \(both), and are taken by UTC; say its clock with --zone and --daylight"
        case .none, .one: return nil
        }
    }

    private static func text(_ seconds: Int?) -> String {
        guard let seconds else { return "no zone" }
        let minutes = abs(seconds) / 60
        let parts = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return (seconds < 0 ? "-" : "+") + parts.joined(separator: ":")
    }
}
