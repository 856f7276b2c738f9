internal import SyncWire

/// How much a forest of a machine is fitted from, and how large it may be.
public enum FitBounds {
    /// Features at most: beyond that a random cut rarely meets the one that matters.
    public static let featuresMax = 16
    /// Rows at most; more are thinned evenly, because each tree takes a sample of 64 anyway.
    public static let rowsMax = 20_000
    /// Readings that are looked at, at most about; of more, windows spread evenly over the span.
    public static let readingsMax = 600_000
    /// Windows into which a span with more readings is cut.
    public static let windows = 120
    /// Seconds that are looked back without a wish.
    public static let spanDefault: Double = 30 * 86_400
    /// Seconds of a span at most.
    public static let spanMax: Double = 750 * 86_400
    /// Versions of a machine's forest that are kept, besides the one that it runs.
    public static let versionsMax = 10
    /// Bytes of a forest; an agent takes no more.
    public static let bytesMax = ModelWish.bytesMax
    /// Trees of a forest.
    public static let trees = 100
    /// Rows in each tree's sample; see docs/decisions/0014.
    public static let samples = 64
    /// The part of the rows that pass the threshold.
    public static let contamination = 0.05
}
