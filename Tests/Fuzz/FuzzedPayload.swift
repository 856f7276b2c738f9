internal import AgentIngest
internal import DeviceProfiles
internal import Settings
internal import Telemetry

/// What devices publish: the first byte chooses topic and profile, the rest is the payload.
enum FuzzedPayload {
    private static let profile = """
        name: sensor
        version: 1
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
          - {topic: "one/{line}/{machine}/{metric}", factory: "{line}", payload: generic}
        metrics:
          - {name: level, unit: m, accepts: [cm]}
          - {name: heat, unit: Cel, accepts: [{spelling: F, unit: "[degF]"}]}
          - {name: power, unit: kW, accepts: [W], range: [0, 60]}
        """

    static func take(_ input: [UInt8]) {
        guard let first = input.first, let profile = try? ProfileReader.read(Array(profile.utf8), file: "sensor") else {
            return
        }
        var router = TopicRouter(
            library: ProfileLibrary([profile]), limits: IngestLimits(), seed: 1, defaultProfile: "sensor")
        var decoder = PayloadDecoder(limits: IngestLimits())
        var decoded = DecodedReadings()
        let topics = ["dev/m/tele", "plant/hall/m/power", "plant/hall/m", "one/l/m/level", "plant/hall/m/state"]
        let payload = Array(input.dropFirst())
        switch router.route(topics[Int(first) % topics.count]) {
        case .readings(let binding):
            payload.withUnsafeBytes { bytes in
                let arrival = Timestamp(milliseconds: 1_763_712_000_000)
                try? decoder.decode(
                    bytes, binding: binding, router: &router, arrival: arrival, isRetained: first > 127,
                    into: &decoded)
            }
            for reading in decoded.readings { precondition(reading.value.isFinite, "a value that is no number") }
        case .state, .acknowledgement, .command, .rejected:
            payload.withUnsafeBytes { bytes in
                _ = try? StateMessage.decode(bytes, limits: IngestLimits())
            }
        }
    }
}
