/// How long a wait that the hub asked for lasts.
///
/// A hub that is too busy tells many agents the same time. Were it kept to the second, they would all come back in the
/// same second and find it busy again, so each adds a part of its own: drawn evenly from 0 up to half of what was
/// asked, and never less than the bound of an ordinary back-off, which grows with each refusal in a row. Nobody comes
/// earlier than asked.
struct RetryAfter {
    /// What the hub asked for; what is no time counts as none, and more than a day as a day.
    let askedSeconds: Double
    /// The most that is added.
    let spreadSeconds: Double

    /// `backoffSeconds` is the bound of the back-off that there would be without the hub's word.
    init(seconds: Double, backoffSeconds: Double, _ settings: SessionSettings) {
        askedSeconds = seconds > 0 ? min(seconds, Self.secondsMax) : 0
        spreadSeconds = min(max(askedSeconds * Self.share, backoffSeconds), settings.backoffMaxSeconds)
    }

    /// The wait that a random number stands for.
    func waitSeconds(random: UInt64) -> Double {
        askedSeconds + spreadSeconds * Failures.fraction(random)
    }

    /// A hub that asks for more is asked again once a day all the same.
    private static let secondsMax = 86_400.0
    private static let share = 0.5
}
