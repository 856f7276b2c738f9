// swift-tools-version: 6.2
import PackageDescription

/// Bugs to plant (see `PlantedBug`) are compiled into debug builds and, for `make mutants`, into optimised ones.
let mutants: SwiftSetting =
    Context.environment["MILLWRIGHT_MUTANTS"] == nil
    ? .define("MILLWRIGHT_MUTANTS", .when(configuration: .debug)) : .define("MILLWRIGHT_MUTANTS")

/// The settings of every target of ours: the newest rules of the language, and no warning left standing.
let house: [SwiftSetting] = [
    mutants,
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

func part(
    _ name: String, _ path: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\(path)", exclude: exclude, swiftSettings: house)
}

func program(_ name: String, _ path: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: "Sources/\(path)", swiftSettings: house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies, path: "Tests/\(name)", resources: resources,
        swiftSettings: house)
}

func nio(_ name: String) -> Target.Dependency { .product(name: name, package: "swift-nio") }

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")

/// Fuzzers are built on their own, because libFuzzer's coverage goes through every module (`make fuzz`).
let fuzzers: [Target] =
    Context.environment["MILLWRIGHT_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "Fuzzers",
            dependencies: [
                "SyncWire", "AgentIngest", "AgentAutonomy", "AgentPipeline", "AgentStore", "DeviceProfiles", "Settings",
                "AnalyticsAnomaly", "AnalyticsEnergy", "AnalyticsForest", "AnalyticsLifetime", "AnalyticsTwin",
                "HubAPI", "HubTenancy", "MillwrightDevice", "SyncClient", "SyncCore", "Runtime", "Telemetry",
            ], path: "Tests/Fuzz", swiftSettings: house)
    ]

let package = Package(
    name: "millwright",
    products: [
        .executable(name: "millwright", targets: ["Operator"]),
        .executable(name: "millwright-agent", targets: ["AgentDaemon"]),
        .executable(name: "millwright-hub", targets: ["HubDaemon"]),
        .library(name: "MillwrightDevice", targets: ["MillwrightDevice"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0", traits: []),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
    ],
    targets: [
        // Base: values, and the few places where C is spoken.
        .systemLibrary(name: "CMosquitto", path: "Sources/Base/CMosquitto"),
        .systemLibrary(name: "CPostgres", path: "Sources/Base/CPostgres", pkgConfig: "libpq"),
        .systemLibrary(name: "CSQLite", path: "Sources/Base/CSQLite"),
        .systemLibrary(name: "CYaml", path: "Sources/Base/CYaml"),
        .systemLibrary(name: "CZlib", path: "Sources/Base/CZlib"),
        .systemLibrary(name: "CZstd", path: "Sources/Base/CZstd"),
        part("Telemetry", "Base/Telemetry"),
        part("Runtime", "Base/Runtime", ["Telemetry"]),
        part("Settings", "Base/Settings", ["Runtime", "CYaml"]),
        part("Observability", "Base/Observability", ["Telemetry", "Runtime", logging]),
        part("MQTT", "Base/MQTT", ["Runtime", "CMosquitto"]),
        part("TestKit", "Base/TestKit", ["Telemetry", "Runtime"]),

        // Analytics: pure, used by agent and hub.
        part("AnalyticsAnomaly", "Analytics/Anomaly", ["Telemetry"]),
        part("AnalyticsTwin", "Analytics/Twin", ["Telemetry", "Runtime"]),
        part("AnalyticsForest", "Analytics/Forest", ["Telemetry", "Runtime"]),
        part("AnalyticsForecast", "Analytics/Forecast", ["Telemetry"]),
        part("AnalyticsLifetime", "Analytics/Lifetime", ["Telemetry", "Runtime"]),
        part("AnalyticsEnergy", "Analytics/Energy", ["Telemetry", "Runtime", "AnalyticsForecast", "AnalyticsTwin"]),

        // Device: what publishes.
        part("DeviceProfiles", "Device/Profiles", ["Telemetry", "Runtime", "Settings", "AnalyticsTwin"]),
        part("MillwrightDevice", "Device/Publisher", ["Telemetry", "Runtime", "MQTT"]),
        part(
            "DeviceSimulator", "Device/Simulator",
            ["Telemetry", "Runtime", "DeviceProfiles", "AnalyticsTwin", "MillwrightDevice"]),

        // Sync: one pure engine and one wire format, linked by both ends.
        part(
            "SyncWire", "Sync/Wire",
            ["Telemetry", "Runtime", "CZstd", crypto, .product(name: "SwiftProtobuf", package: "swift-protobuf")],
            exclude: ["sync.proto"]),
        part("SyncCore", "Sync/Core", ["Telemetry", "Runtime", "SyncWire", crypto]),
        part(
            "SyncClient", "Sync/Client",
            [
                "Telemetry", "Runtime", "SyncWire", "SyncCore", crypto, nio("NIOCore"), nio("NIOPosix"),
                nio("NIOHTTP1"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),

        // Agent: from the message to the committed reading, the decision and the outbox.
        part("AgentIngest", "Agent/Ingest", ["Telemetry", "Runtime", "DeviceProfiles"]),
        part(
            "AgentAutonomy", "Agent/Autonomy",
            ["Telemetry", "Runtime", "DeviceProfiles", "AnalyticsTwin", "AnalyticsAnomaly", "AnalyticsForest"]),
        part("AgentStore", "Agent/Store", ["Telemetry", "Runtime", "SyncWire", "SyncCore", "CSQLite", crypto]),
        part(
            "AgentConsole", "Agent/Console",
            ["Telemetry", "Runtime", "Observability", "SyncWire", nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1")]),
        part(
            "AgentPipeline", "Agent/Pipeline",
            [
                "Telemetry", "Runtime", "Observability", "MQTT", "AnalyticsAnomaly", "AnalyticsForest", "AnalyticsTwin",
                "DeviceProfiles", "SyncWire", "SyncCore", "AgentIngest", "AgentAutonomy", "AgentStore", "AgentConsole",
                logging,
            ]),
        program(
            "AgentDaemon", "Agent/Daemon",
            [
                "Telemetry", "Runtime", "Settings", "Observability", "MQTT", "AnalyticsAnomaly", "AnalyticsTwin",
                "DeviceProfiles", "SyncWire", "SyncCore", "SyncClient", "AgentIngest", "AgentAutonomy", "AgentStore",
                "AgentPipeline", "AgentConsole", logging, lifecycle, arguments, crypto, nio("NIOCore"), nio("NIOPosix"),
            ]),

        // Hub: from the round to the dashboard.
        part(
            "HubStore", "Hub/Store",
            [
                "Telemetry", "Runtime", "SyncWire", "SyncCore", "HubTenancy", "HubPlant", "HubModels", "CPostgres",
                logging, crypto,
            ]),
        part(
            "HubIngest", "Hub/Ingest",
            ["Telemetry", "Runtime", "SyncWire", "SyncCore", "HubTenancy", "HubPlant", "HubStore", logging]),
        part(
            "HubTenancy", "Hub/Tenancy",
            [
                "Telemetry", "Runtime", crypto, .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ]),
        part("HubPlant", "Hub/Plant", ["Telemetry", "Runtime"]),
        part("HubModels", "Hub/Models", ["Telemetry", "Runtime", "SyncWire", "AnalyticsForest", "HubPlant"]),
        part(
            "HubIntelligence", "Hub/Intelligence",
            [
                "Telemetry", "HubTenancy", "HubPlant", "AnalyticsEnergy", "AnalyticsForecast", "AnalyticsTwin",
            ]),
        part(
            "HubAPI", "Hub/API",
            [
                "Telemetry", "Runtime", "Observability", "SyncWire", "SyncCore", "HubTenancy", "HubPlant", "HubModels",
                "HubStore", "HubIngest", "HubIntelligence", "AnalyticsEnergy", "AnalyticsForecast", "AnalyticsTwin",
                "CZlib", hummingbird, logging, lifecycle, crypto, nio("NIOCore"), nio("NIOPosix"),
                nio("NIOHTTP1"), nio("NIOWebSocket"), .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        program(
            "HubDaemon", "Hub/Daemon",
            [
                "Telemetry", "Runtime", "Settings", "Observability", "SyncWire", "SyncCore", "HubTenancy", "HubPlant",
                "HubStore", "HubIngest", "HubAPI", hummingbird, logging, lifecycle, arguments, crypto, nio("NIOPosix"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),

        // Measures the hub's ingest (Tests/Benchmarks/hub_ingest.py drives it).
        .executableTarget(
            name: "HubIngestBench",
            dependencies: [
                "Telemetry", "Runtime", "SyncWire", "SyncCore", "HubTenancy", "HubStore", "HubIngest", logging,
            ],
            path: "Tests/Benchmarks/HubIngest", swiftSettings: house),

        // Thousands of agents that poll a running hub (Tests/Benchmarks/polling.py drives it).
        .executableTarget(
            name: "PollingBench",
            dependencies: [
                "Telemetry", "Runtime", "SyncWire", "SyncCore", "SyncClient", "HubTenancy", "HubStore", logging,
                nio("NIOCore"), nio("NIOPosix"),
            ],
            path: "Tests/Benchmarks/Polling", swiftSettings: house),

        // Figures beside what is to be reached, processor time and memory: what both programs below measure with.
        .target(name: "BenchFigures", path: "Tests/Benchmarks/Figures", swiftSettings: house),

        // Measures what the analytics cost, and how near learned schedules come to the cheapest.
        .executableTarget(
            name: "AnalyticsBench",
            dependencies: [
                "BenchFigures", "Telemetry", "Runtime", "AnalyticsAnomaly", "AnalyticsForest", "AnalyticsTwin",
                "AnalyticsEnergy", "AnalyticsForecast",
            ],
            path: "Tests/Benchmarks/Analytics", swiftSettings: house),

        // Measures what it costs an agent to watch over a machine of eight metrics: time of a reading, memory, snapshots.
        .executableTarget(
            name: "GuardBench",
            dependencies: [
                "BenchFigures", "AgentAutonomy", "AnalyticsAnomaly", "AnalyticsForest", "AnalyticsTwin",
                "DeviceProfiles", "Runtime", "Telemetry",
            ],
            path: "Tests/Benchmarks/Guard", swiftSettings: house),

        // The simulator: a disk, a world of agents, devices and a hub, and the program that runs seeds.
        .target(
            name: "SimulatedDisk", dependencies: ["AgentStore", "Runtime", "CSQLite"], path: "Tests/Simulation/Disk",
            swiftSettings: house),
        .target(
            name: "Simulation",
            dependencies: [
                "Telemetry", "Runtime", "SyncWire", "SyncCore", "DeviceProfiles", "AgentAutonomy", "AgentStore",
                "SimulatedDisk", crypto,
            ],
            path: "Tests/Simulation/World", swiftSettings: house),
        .executableTarget(
            name: "Simulate", dependencies: ["Simulation"], path: "Tests/Simulation/Program", swiftSettings: house),

        // Fills an agent's folder with a backlog (Tests/Benchmarks/backlog.py and Tests/Faults/backlog.py use it).
        .executableTarget(
            name: "BacklogMaker", dependencies: ["AgentStore", "SyncCore", "SyncWire", "Runtime", "Telemetry"],
            path: "Tests/Benchmarks/Backlog", swiftSettings: house),

        // The operator's command line.
        program(
            "Operator", "Operator",
            [
                "Telemetry", "Runtime", "Settings", "Observability", "MQTT", "DeviceProfiles", "MillwrightDevice",
                "DeviceSimulator", "SyncWire", "SyncCore", "SyncClient", "AnalyticsAnomaly", "AnalyticsForest",
                "AnalyticsForecast", "AnalyticsLifetime", "AnalyticsEnergy", "AnalyticsTwin", "AgentAutonomy",
                arguments,
                logging, nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),

        tests("Telemetry", ["Telemetry"]),
        tests("Runtime", ["Runtime", "Telemetry"]),
        tests("Settings", ["Settings", "Runtime"]),
        tests("Observability", ["Observability", "Runtime", logging]),
        tests("MQTT", ["MQTT", "Runtime", "TestKit"]),
        tests("Anomaly", ["AnalyticsAnomaly", "Telemetry", "Runtime"]),
        tests("Twin", ["AnalyticsTwin", "Telemetry", "Runtime"]),
        tests("Forest", ["AnalyticsForest", "Telemetry", "Runtime"]),
        tests("Forecast", ["AnalyticsForecast", "Telemetry", "Runtime"]),
        tests("Lifetime", ["AnalyticsLifetime", "Telemetry", "Runtime"]),
        tests("Energy", ["AnalyticsEnergy", "AnalyticsTwin", "Telemetry", "Runtime"]),
        tests("DeviceProfiles", ["DeviceProfiles", "Settings", "Telemetry", "Runtime", "AnalyticsTwin"]),
        tests("MillwrightDevice", ["MillwrightDevice", "MQTT", "Telemetry", "Runtime", "TestKit"]),
        tests(
            "DeviceSimulator",
            [
                "DeviceSimulator", "MillwrightDevice", "MQTT", "DeviceProfiles", "Telemetry", "Runtime",
                "AnalyticsTwin",
                "TestKit",
            ]),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "Simulation", "SimulatedDisk", "AgentStore", "SyncCore", "SyncWire", "Runtime", "Telemetry", "TestKit",
            ],
            path: "Tests/Simulation/Tests", swiftSettings: house),
        tests("SyncWire", ["SyncWire", "Telemetry", "Runtime"], resources: [.copy("Golden")]),
        tests("SyncCore", ["SyncCore", "SyncWire", "Telemetry", "Runtime", crypto]),
        tests(
            "SyncClient",
            [
                "SyncClient", "SyncCore", "SyncWire", "HubTenancy", "Telemetry", "Runtime", "TestKit", nio("NIOCore"),
                nio("NIOPosix"),
                nio("NIOHTTP1"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        tests("AgentIngest", ["AgentIngest", "DeviceProfiles", "Settings", "Telemetry", "Runtime"]),
        tests(
            "AgentAutonomy",
            [
                "AgentAutonomy", "DeviceProfiles", "Telemetry", "Runtime", "AnalyticsTwin", "AnalyticsAnomaly",
                "AnalyticsForest",
            ]),
        tests("AgentStore", ["AgentStore", "SyncCore", "SyncWire", "Telemetry", "Runtime", "CSQLite", "TestKit"]),
        tests(
            "AgentPipeline",
            [
                "AgentPipeline", "AgentConsole", "AgentStore", "AnalyticsForest", "DeviceProfiles", "MQTT",
                "MillwrightDevice", "Observability", "Runtime", "SyncCore", "SyncWire", "Telemetry", "TestKit", logging,
                crypto,
            ]),
        tests(
            "AgentConsole",
            [
                "AgentConsole", "SyncWire", "Observability", "Telemetry", "Runtime", "TestKit", nio("NIOCore"),
                nio("NIOPosix"),
            ]),
        tests(
            "HubTenancy",
            [
                "HubTenancy", "SyncClient", "Telemetry", "Runtime", "TestKit", crypto,
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ]),
        tests("HubPlant", ["HubPlant", "Telemetry", "Runtime"]),
        tests("HubModels", ["HubModels", "HubPlant", "AnalyticsForest", "SyncWire", "Telemetry", "Runtime"]),
        tests(
            "HubIntelligence",
            [
                "HubIntelligence", "HubPlant", "HubTenancy", "AnalyticsEnergy", "AnalyticsForecast", "AnalyticsTwin",
                "Telemetry", "Runtime",
            ]),
        tests(
            "HubStore",
            [
                "HubStore", "HubTenancy", "HubPlant", "SyncWire", "SyncCore", "Telemetry", "Runtime", "TestKit",
                logging,
            ]),
        tests(
            "HubIngest",
            [
                "AgentStore", "HubIngest", "HubStore", "HubTenancy", "HubPlant", "Simulation", "SyncWire", "SyncCore",
                "Telemetry", "Runtime", "TestKit", logging,
            ]),
        tests(
            "HubAPI",
            [
                "HubAPI", "HubIngest", "HubStore", "HubTenancy", "HubPlant", "Observability", "SyncWire", "SyncCore",
                "SyncClient", "Telemetry", "Runtime", "TestKit", logging, lifecycle, nio("NIOCore"), nio("NIOPosix"),
                nio("NIOHTTP1"), nio("NIOWebSocket"), .product(name: "HTTPTypes", package: "swift-http-types"),
            ]),
        tests(
            "Operator",
            [
                "Operator", "MillwrightDevice", "DeviceProfiles", "MQTT", "SyncCore", "SyncWire", "Telemetry",
                "Runtime", "AgentAutonomy",
                "TestKit", nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"),
            ]),
        tests(
            "Integration",
            ["TestKit", "Telemetry", "Runtime", "MQTT", "MillwrightDevice", "SyncClient", "SyncCore", nio("NIOPosix")]),
        .testTarget(
            name: "TidyTests", path: "Tests/Tidy", exclude: ["allowed-long.txt"], swiftSettings: house),
    ] + fuzzers
)
