import Runtime
import SimulatedDisk
import SyncWire

/// What the people of a seed are busy with.
///
/// Writes seldom meet in a field where they are spread over all of them.
struct PeopleFocus {
    /// Kinds of fields of a machine, as the plan numbers them.
    let fields: [Int]
    /// The one alert that is written about; nothing where it is the machine.
    let alert: Int?
    /// The one action of commands.
    let action: String
    let classes: [ExecutionClass]

    init(_ random: inout SeededRandom) {
        fields = (0..<(1 + random.below(2))).map { _ in random.below(Self.fieldKinds) }
        alert = random.isTrue(0.25) ? 1 + random.below(12) : nil
        action = random.pick([CommandWish.start, "stop", "set"])
        classes = (0..<(1 + random.below(2))).map { _ in
            random.pick([.atMostOnce, .probe, .idempotent, .fenced])
        }
    }

    static let fieldKinds = 16
}
