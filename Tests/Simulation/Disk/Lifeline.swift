/// The life of one simulated process: each effect on the world takes a step of it, and at a step it ends.
///
/// What a dead process still does has no effect: its writes fail, its messages stay unsent.
public final class Lifeline {
    /// Whether it has ended.
    public private(set) var isDead = false

    /// How many effects there were.
    public private(set) var effects = 0

    private var left: Int?

    /// A process that lives until it is told otherwise.
    public init() {}

    /// Lets it die at the effect after so many more.
    public func end(afterEffects count: Int) {
        left = count
    }

    /// It is not to end at an effect any more.
    public func live() {
        left = nil
    }

    /// Ends it between two effects.
    public func end() {
        isDead = true
    }

    /// Takes one step; false when the effect does not happen any more.
    public func spend() -> Bool {
        if isDead { return false }
        effects += 1
        guard let left else { return true }
        if left == 0 {
            isDead = true
            return false
        }
        self.left = left - 1
        return true
    }
}
