import Runtime
import SyncWire
import Telemetry
import Testing

/// Labels of events on the wire and in columns.
struct EventLabelTests {
    private static let labels: [HybridTime?] = [
        nil, HybridTime(at: Timestamp(microseconds: .min), count: .max), HybridTime(at: Timestamp(microseconds: .max)),
        HybridTime(at: Timestamp(microseconds: -1), count: 1), HybridTime(at: Timestamp(microseconds: 0)),
        HybridTime(at: RoundSamples.moment, count: 255),
    ]

    private static func request(_ labels: [HybridTime?]) throws -> RoundRequest {
        var request = try RoundSamples.labelled()
        request.events?.records = labels.enumerated().map { index, label in
            EventRecord(seq: UInt64(index) + 1, kind: .audit, priority: .routine, payload: [1], label: label)
        }
        return request
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func anyLabelsInAnyOrderComeBack(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let request = try Self.request((0..<20).map { _ in Self.labels.randomElement(using: &random) ?? nil })
        #expect(try RoundFrame.decodeRequest(try RoundFrame.encode(request)) == request)
    }

    @Test func aLabelCostsFewBytes() throws {
        let second = (0..<200).map { RoundSamples.moment.advanced(seconds: Double($0)) }
        let plain = try RoundFrame.encode(try Self.request(second.map { _ in nil })).count
        let labelled = try RoundFrame.encode(try Self.request(second.map { HybridTime(at: $0) })).count
        #expect((1..<200 * 6).contains(labelled - plain))
    }

    @Test func twelveBytesOfAColumnComeBackInTheirOrder() {
        for label in Self.labels.compactMap({ $0 }) { #expect(HybridTime(packed: label.packed) == label) }
        #expect(HybridTime(packed: []) == nil)
        #expect(HybridTime(packed: [UInt8](repeating: 0, count: 11)) == nil)
    }
}
