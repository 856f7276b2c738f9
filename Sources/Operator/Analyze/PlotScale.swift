internal import Glibc

/// Values along an axis: its ends, and round numbers to label.
struct PlotScale {
    let low: Double
    let high: Double

    /// An axis over a range, a little wider; a range of nothing is made one.
    init(_ low: Double, _ high: Double) {
        let span = high - low
        let margin = span > 0 ? span * 0.05 : max(abs(low) * 0.05, 1)
        self.low = low - margin
        self.high = high + margin
    }

    /// Where a value lies, 0 at the low end and 1 at the high.
    func place(_ value: Double) -> Double { (value - low) / (high - low) }

    /// About so many round numbers, 1, 2 or 5 times a power of ten apart, with their texts.
    func ticks(about wanted: Int) -> [(value: Double, text: String)] {
        let rough = (high - low) / Double(wanted)
        let power = pow(10, floor(log10(rough)))
        let step = power * (rough / power < 1.5 ? 1 : rough / power < 3.5 ? 2 : rough / power < 7.5 ? 5 : 10)
        guard step.isFinite, step > 0 else { return [] }
        let decimals = max(0, Int(-floor(log10(step) + 1e-9)))
        return (0...2 * wanted + 2).map { (floor(low / step) + Double($0)) * step }
            .filter { $0 >= low && $0 <= high }
            .map { ($0, Self.text($0, decimals: decimals)) }
    }

    /// A number with three digits that count, for a sentence.
    static func short(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return "0" }
        let power = floor(log10(abs(value)))
        if power < -4 { return "\(short(value / pow(10, power)))e\(Int(power))" }
        return text(value, decimals: max(0, min(6, 2 - Int(power))))
    }

    private static func text(_ value: Double, decimals: Int) -> String {
        guard abs(value) < 1e7, decimals <= 6 else { return "\(Float(value))" }
        let scale = pow(10, Double(decimals))
        let rounded = (abs(value) * scale).rounded()
        let whole = Int(rounded / scale)
        let sign = value < 0 && rounded > 0 ? "−" : ""
        guard decimals > 0 else { return "\(sign)\(whole)" }
        let fraction = String(Int(rounded) - whole * Int(scale))
        return "\(sign)\(whole).\(String(repeating: "0", count: decimals - fraction.count))\(fraction)"
    }
}
