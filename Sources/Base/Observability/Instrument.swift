/// What one series of a family is measured with.
public protocol Instrument: Sendable {
    /// The kind's name in the exposition format.
    static var kind: String { get }

    /// Writes the samples of this series.
    func write(to text: inout PrometheusText, name: String, labels: [(name: String, value: String)])
}
