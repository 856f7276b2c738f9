internal import HubModels
internal import SyncWire
internal import Telemetry

/// A forest as the API shows it.
enum ForestView {
    static func json(_ card: ForestCard) -> JSONValue {
        [
            "machineId": .of(card.machine), "version": .of(card.version), "deployed": .of(card.isDeployed),
            "features": .of(card.features), "trainedFrom": .of(card.trained.lowerBound),
            "trainedTo": .of(card.trained.upperBound), "rows": .of(card.rows), "trees": .of(card.trees),
            "samples": .of(card.samples), "contamination": .of(FitBounds.contamination),
            "threshold": .of(card.threshold), "digest": .string(card.digest.description), "bytes": .of(card.bytes),
            "createdAt": .of(card.createdAt), "createdBy": .string(card.createdBy),
        ]
    }
}
