/// What a crash does to writes that were not synced.
public enum PowerLoss: CaseIterable, Sendable {
    /// Only the process died; the system still writes everything.
    case everythingSurvives
    /// The power went, and nothing had left the caches.
    case nothingSurvives
    /// Some writes had, in any order.
    case someSurvive
    /// Some sectors of some writes had.
    case torn
}
