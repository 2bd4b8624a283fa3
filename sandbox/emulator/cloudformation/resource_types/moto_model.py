"""Types whose CloudFormation behaviour is moto's own: buckets, topics, queues, keys and many more."""

from functools import cache
from typing import Any

from moto.cloudformation.parsing import generate_resource_name, get_model_map

from ..stack_resource import StackResource
from .resource_type import ResourceFailure, ResourceType

#: Stacks of stacks are not made here, and StackSets with service-managed permissions do not take them anyway.
EXCLUDED = {"AWS::CloudFormation::Stack", "?"}


@cache
def moto_types() -> dict[str, Any]:
    return {name: model for name, model in get_model_map().items() if name not in EXCLUDED}


class MotoModel(ResourceType):
    service = ""

    def __init__(self, model: Any) -> None:
        self.name = model.cloudformation_type()
        self._model = model

    def create(self, resource: StackResource) -> str:
        self._make(resource, self._name(resource))
        return self._physical_id(resource)

    def update(self, resource: StackResource, old: dict[str, Any]) -> None:
        resource.model = self._guarded(
            lambda: self._model.update_from_cloudformation_json(
                original_resource=resource.model,
                new_resource_name=self._name(resource),
                cloudformation_json=self._json(resource),
                account_id=resource.place.account,
                region_name=resource.place.region,
            )
        )
        resource.physical_id = self._physical_id(resource)

    def delete(self, resource: StackResource) -> None:
        place = resource.place
        if callable(getattr(resource.model, "delete", None)):
            try:
                self._guarded(lambda: resource.model.delete(place.account, place.region))
                return
            except (TypeError, AttributeError):
                pass  # a method of another meaning; the class has the one for CloudFormation
        self._guarded(
            lambda: self._model.delete_from_cloudformation_json(
                resource.physical_id, self._json(resource), place.account, place.region
            )
        )

    def attributes(self, resource: StackResource) -> dict[str, Any]:
        return _Attributes(resource.model)

    def _make(self, resource: StackResource, name: str) -> None:
        resource.model = self._guarded(
            lambda: self._model.create_from_cloudformation_json(
                name,
                self._json(resource),
                resource.place.account,
                resource.place.region,
                LogicalId=resource.logical_id,
                StackId=resource.place.stack_id,
                ResourceType=self.name,
            )
        )

    def _guarded(self, action: Any) -> Any:
        try:
            return action()
        except (TypeError, AttributeError, NotImplementedError):
            raise
        except Exception as error:
            raise ResourceFailure(str(getattr(error, "message", None) or error)) from None

    def _name(self, resource: StackResource) -> str:
        given = resource.properties.get(self._model.cloudformation_name_type() or "")
        return str(given or generate_resource_name(self.name, resource.place.stack_name, resource.logical_id))

    def _json(self, resource: StackResource) -> dict[str, Any]:
        return {"Type": self.name, "Properties": resource.properties}

    def _physical_id(self, resource: StackResource) -> str:
        return str(getattr(resource.model, "physical_resource_id", "") or "")


class _Attributes(dict[str, Any]):
    """What moto's object answers to Fn::GetAtt, asked when it is asked for."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self._moto_model = model

    def get(self, key: str, default: Any = None) -> Any:
        try:
            return self._moto_model.get_cfn_attribute(key)
        except Exception:  # Whatever moto raises for an attribute that the type does not have.
            return default
