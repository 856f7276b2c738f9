import AgentIngest
import DeviceProfiles
import Settings
import Telemetry

/// A router with a few profiles, and a decoder: what the agent has, in small.
struct IngestFixture {
    static let arrival = Timestamp(milliseconds: 1_763_712_000_000)

    var router: TopicRouter
    var decoder: PayloadDecoder
    var decoded = DecodedReadings()

    init(limits: IngestLimits = IngestLimits(), defaultProfile: String = "pump") throws {
        router = TopicRouter(library: try Self.library(), limits: limits, seed: 1, defaultProfile: defaultProfile)
        decoder = PayloadDecoder(limits: limits)
    }

    /// A pump on the generic topics, and a sensor with a mapping of its own.
    static func library() throws -> ProfileLibrary {
        let pump = """
            name: pump
            version: 1
            machine_type: PUMP
            metrics:
              - {name: power, unit: kW, accepts: [W], range: [0, 60]}
              - {name: temperature, unit: Cel, accepts: ["[degF]", {spelling: "°C", unit: Cel}], range: [-40, 200]}
              - {name: vibration, unit: mm/s, range: [0, 50]}
            """
        let sensor = """
            name: sensor
            version: 2
            machine_type: SENSOR
            topics:
              - topic: dev/{machine}/tele
                factory: hall
                payload: json
                time: {path: $.when, unit: s}
                quality: $.q
                values:
                  - {metric: level, path: $.body.level, unit_path: $.body.unit, required: true}
                  - {metric: heat, path: $.body.heat, unit: F}
              - {topic: "dev/{line}/{machine}/one/{metric}", factory: "{line}", payload: generic}
            metrics:
              - {name: level, unit: m, accepts: [cm]}
              - {name: heat, unit: Cel, accepts: [{spelling: F, unit: "[degF]"}]}
            """
        return ProfileLibrary([
            try ProfileReader.read(Array(pump.utf8), file: "pump"),
            try ProfileReader.read(Array(sensor.utf8), file: "sensor"),
        ])
    }

    /// The readings of a message as `metric=value`, or the code of why there are none.
    mutating func read(
        _ topic: String, _ payload: String, isRetained: Bool = false, arrival: Timestamp = arrival
    ) -> [String] {
        read(topic, Array(payload.utf8), isRetained: isRetained, arrival: arrival)
    }

    mutating func read(
        _ topic: String, _ payload: [UInt8], isRetained: Bool = false, arrival: Timestamp = arrival
    ) -> [String] {
        switch router.route(topic) {
        case .readings(let binding):
            do throws(IngestRejection) {
                try decode(payload, binding: binding, isRetained: isRetained, arrival: arrival)
            } catch {
                return [error.code]
            }
            return decoded.readings.map { reading in
                "\(router.machines[decoded.machine].slots[reading.slot].name)=\(reading.value)"
            } + decoded.rejections.map(\.code)
        case .state: return ["state"]
        case .acknowledgement: return ["acknowledgement"]
        case .command: return ["command"]
        case .rejected(let rejection): return [rejection.code]
        }
    }

    private mutating func decode(
        _ payload: [UInt8], binding: Int, isRetained: Bool, arrival: Timestamp
    ) throws(IngestRejection) {
        // Typed errors do not pass through `withUnsafeBytes` of every standard library; a result does.
        let result = payload.withUnsafeBytes { bytes -> Result<Void, IngestRejection> in
            do throws(IngestRejection) {
                try decoder.decode(
                    bytes, binding: binding, router: &router, arrival: arrival, isRetained: isRetained, into: &decoded)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }
}
