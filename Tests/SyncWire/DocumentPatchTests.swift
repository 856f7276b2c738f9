import Runtime
import SyncWire
import Telemetry
import Testing

/// Documents and commands as they travel.
struct DocumentPatchTests {
    private let edge = ReplicaID(side: .edge, id: UniqueID(high: 1, low: 2))
    private let hub = ReplicaID(side: .hub, id: UniqueID(high: 3, low: 4))

    private var patch: DocumentPatch {
        let known = VersionVector([Dot(replica: hub, counter: 4)])
        return DocumentPatch(
            key: .machine(MachineKey("north/press-1")!),
            writes: [
                FieldWrite(
                    path: FieldPath(known: "name"), dot: Dot(replica: edge, counter: 1), value: .text("Prësse"),
                    label: HybridTime(at: Timestamp(seconds: 1), count: 2), actor: "ada", authority: .operator,
                    reason: "asked", base: .text("Press"), context: known),
                FieldWrite(
                    path: FieldPath(known: "label.line"), dot: Dot(replica: edge, counter: 2), value: nil,
                    label: HybridTime(at: Timestamp(seconds: 2)), actor: "ada", authority: .system,
                    names: [Dot(replica: hub, counter: 3)], context: VersionVector()),
                FieldWrite(
                    path: FieldPath(known: "desired.intervals"), dot: Dot(replica: edge, counter: 3),
                    value: .object(["a": .list([.null, .flag(true), .number(1.5)])]),
                    label: HybridTime(at: Timestamp(seconds: 3)), actor: "", authority: .viewer,
                    context: VersionVector([Dot(replica: hub, counter: 5), Dot(replica: edge, counter: 2)])),
            ], through: VersionVector([Dot(replica: edge, counter: 3)]))
    }

    @Test func aPatchArrivesAsItWasSent() throws {
        let bytes = patch.encode()
        #expect(try DocumentPatch.decode(bytes) == patch)
        #expect(try DownlinkPayload.decode(kind: .documentPatch, payload: bytes) == .document(patch))
        #expect(patch.encode() == bytes)
    }

    @Test func damagedBytesNeverTrap() {
        let bytes = patch.encode()
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << UInt8(bit)
                _ = try? DocumentPatch.decode(damaged)
                _ = try? DownlinkPayload.decode(kind: .command, payload: damaged)
                _ = try? CommandOrder.decode(damaged)
            }
            _ = try? DocumentPatch.decode(Array(bytes.prefix(index)))
        }
    }

    @Test func aWriteBeyondWhatThePatchCarriesIsRefused() {
        var wrong = patch
        wrong.through = VersionVector([Dot(replica: edge, counter: 2)])
        #expect(throws: EventPayloadError.fieldInvalid("writes.dot")) { try DocumentPatch.decode(wrong.encode()) }
    }

    @Test(arguments: ["", "{", "[1,", "\"\\u0000\"", "{\"a\":\"\\u0000\"}", "1e999", "nul"])
    func whatIsNoValueIsNotRead(_ text: String) {
        #expect(FieldValue(text) == nil)
    }

    @Test func valuesHaveOneText() {
        let value = FieldValue("{\"b\": 1.50, \"a\": [true, null, \"/\"]}")
        #expect(value?.description == "{\"a\":[true,null,\"/\"],\"b\":1.5}")
        #expect(FieldValue(String(repeating: "[", count: 10_000)) == nil)
        #expect(FieldValue("\"" + String(repeating: "a", count: FieldValue.bytesMax) + "\"") == nil)
    }

    @Test func keysAndDotsComeBackFromTheirText() {
        let key = DocumentKey.machine(MachineKey("north/press:1")!)
        #expect(DocumentKey(key.description) == key)
        let dot = Dot(replica: hub, counter: 12)
        #expect(Dot(dot.description) == dot)
        #expect(Dot("hub/x/1") == nil && DocumentKey("machine") == nil)
    }

    @Test func theDownlinkCarriesCommandsCancelsAndKeys() throws {
        let id = DeviceCommandID(UniqueID(high: 5, low: 6))
        let order = CommandOrder(
            id: id, tenant: TenantID(UniqueID(high: 7, low: 8)), agent: AgentID(UniqueID(high: 9, low: 1)),
            machine: MachineKey("north/press-1")!, action: "set-speed", arguments: .object(["rpm": .number(900)]),
            issuer: "ada", issuedAt: Timestamp(seconds: 1), notBefore: Timestamp(seconds: 2),
            expiresAt: Timestamp(seconds: 3),
            precondition: Precondition(
                versions: VersionVector([Dot(replica: hub, counter: 1)]), latchesSeen: [Dot(replica: edge, counter: 2)],
                status: .online,
                measured: [.init(metric: MetricName("power")!, comparison: .atMost, value: 4, ageSecondsMax: 9)]),
            executionClass: .fenced, fence: 7)
        #expect(try CommandOrder.decode(order.encode()) == order)
        let payloads: [DownlinkPayload] = [
            .command(SignedCommand(order: order.encode(), key: "k", signature: [UInt8](repeating: 1, count: 64))),
            // Without a signature it is refused, not unread.
            .command(SignedCommand(order: order.encode(), key: "k", signature: [])),
            .cancel(CommandCancel(id: id, reason: "not now", at: Timestamp(seconds: 4))),
            .keys(
                CommandKeys(
                    keys: [.init(id: "k2", publicKey: [UInt8](repeating: 2, count: 32))], key: "k",
                    signature: [UInt8](repeating: 3, count: 64))),
        ]
        for payload in payloads {
            #expect(try DownlinkPayload.decode(kind: payload.kind, payload: payload.encode()) == payload)
            #expect(throws: EventPayloadError.self) {
                try DownlinkPayload.decode(kind: .alert, payload: payload.encode())
            }
        }
    }
}
